package dev.eventbus.nats;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it lies in the dead-letter stream, without its body.
 *
 * @param sequence its own place in the dead-letter stream
 * @param storedAt when it was put there
 * @param subscription the subject's token for who gave the message up
 * @param size of the body in bytes; 0 where it was omitted
 * @param bodyOmitted whether the original was too large to be kept beside the headers
 */
public record StoredLetter(
        long sequence,
        Instant storedAt,
        String subscription,
        Origin origin,
        Failure failure,
        long size,
        boolean bodyOmitted) {

    /**
     * The message that was given up.
     *
     * @param stream null if it was never stored
     * @param sequence 0 if it was never stored
     * @param messageId what receivers know it by
     * @param storedAt when it was stored; null if that is unknown, as with letters of older versions
     * @param traceparent the producer's W3C trace context
     */
    public record Origin(
            String subject,
            @Nullable String stream,
            long sequence,
            String messageId,
            @Nullable Instant storedAt,
            @Nullable String traceparent) {}

    /**
     * Why it was given up.
     *
     * @param kind the class, such as {@code exhausted} or {@code rejected}
     * @param cause what was thrown last, where something was
     * @param lastStatus the last HTTP status, where there was one
     */
    public record Failure(
            String kind,
            String reason,
            @Nullable String cause,
            int attempts,
            @Nullable Integer lastStatus,
            @Nullable Instant firstAt,
            @Nullable Instant lastAt) {}
}
