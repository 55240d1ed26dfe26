package dev.eventbus.nats;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One delivery of a stored message. */
public interface PulledMessage {
    /** The subject it was published on. */
    String subject();

    /** The body; the caller must not change the array. */
    byte[] data();

    /** The first value of a header, or null. */
    @Nullable
    String header(String name);

    /** Its place in the stream, from 1 on. */
    long sequence();

    String stream();

    /** Which delivery of the message this is: 1 for the first, counted across instances. */
    int deliveries();

    /** When the stream stored it. */
    Instant storedAt();

    /** Restarts the ack wait; for handlers that take longer, at most every third of it. */
    void inProgress();

    /**
     * Adds a header to the dead letter that a {@code Verdict.DeadLetter} of this delivery, or the exhaustion of its
     * deliveries, writes; replaces the header of that name.
     *
     * @param name such as {@link DeadLetters#CLASS} or {@link DeadLetters#LAST_STATUS}
     */
    void deadLetterHeader(String name, String value);
}
