package dev.eventbus.nats;

import dev.eventbus.topic.Segments;
import dev.eventbus.transport.StartAt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A durable pull consumer as it should be, and how hard this instance works on it.
 *
 * @param stream the stream to read, or null to have it found by the first filter subject
 * @param durable the consumer's name; instances of the same name share its messages
 * @param subscription what dead letters of this consumer are filed under; one subject token
 * @param filterSubjects which subjects, at least one; {@code >} is everything in the stream
 * @param start where a consumer that does not exist yet begins
 * @param concurrency how many messages this instance handles at a time; 1 to 10,000
 * @param ackWait how long a message may stay unsettled before it is delivered anew; at least a second
 * @param maxDeliver after how many deliveries a message is dead-lettered; at least 1
 * @param parkingRoom how many messages may wait for their delayed retry, beside those being handled
 */
public record PullSpec(
        @Nullable String stream,
        String durable,
        String subscription,
        List<String> filterSubjects,
        StartAt start,
        int concurrency,
        Duration ackWait,
        int maxDeliver,
        int parkingRoom) {
    static final int MOST_AT_ONCE = 10_000;

    private static final Duration CLOCKS = Duration.ofMinutes(1);

    public PullSpec {
        filterSubjects = List.copyOf(filterSubjects);
        if (stream != null) {
            Names.require("stream", stream);
        }
        Names.require("durable", durable);
        Segments.require("subscription", subscription);
        if (filterSubjects.isEmpty()) {
            throw new IllegalArgumentException("filterSubjects of " + durable + " must not be empty");
        }
        filterSubjects.forEach(subject -> Names.requireSubject("filter subject of " + durable, subject));
        requireRange("concurrency", concurrency, 1, MOST_AT_ONCE);
        requireRange("maxDeliver", maxDeliver, 1, Integer.MAX_VALUE);
        requireRange("parkingRoom", parkingRoom, 0, 100_000);
        if (ackWait.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("ackWait must be at least 1s, was " + ackWait);
        }
    }

    private static void requireRange(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", was " + value);
        }
    }

    /** From the oldest message on, 8 at a time, ack wait 30 s, 5 deliveries, parking room 1,000. */
    public static PullSpec of(String durable, String... filterSubjects) {
        return new PullSpec(
                null, durable, durable, List.of(filterSubjects), StartAt.all(), 8, Duration.ofSeconds(30), 5, 1_000);
    }

    public PullSpec withStream(@Nullable String stream) {
        return new PullSpec(
                stream, durable, subscription, filterSubjects, start, concurrency, ackWait, maxDeliver, parkingRoom);
    }

    public PullSpec withSubscription(String subscription) {
        return new PullSpec(
                stream, durable, subscription, filterSubjects, start, concurrency, ackWait, maxDeliver, parkingRoom);
    }

    public PullSpec withStart(StartAt start) {
        return new PullSpec(
                stream, durable, subscription, filterSubjects, start, concurrency, ackWait, maxDeliver, parkingRoom);
    }

    public PullSpec withConcurrency(int concurrency) {
        return new PullSpec(
                stream, durable, subscription, filterSubjects, start, concurrency, ackWait, maxDeliver, parkingRoom);
    }

    public PullSpec withAckWait(Duration ackWait) {
        return new PullSpec(
                stream, durable, subscription, filterSubjects, start, concurrency, ackWait, maxDeliver, parkingRoom);
    }

    public PullSpec withMaxDeliver(int maxDeliver) {
        return new PullSpec(
                stream, durable, subscription, filterSubjects, start, concurrency, ackWait, maxDeliver, parkingRoom);
    }

    public PullSpec withParkingRoom(int parkingRoom) {
        return new PullSpec(
                stream, durable, subscription, filterSubjects, start, concurrency, ackWait, maxDeliver, parkingRoom);
    }

    /**
     * For a consumer that was deleted behind our back and of which no {@link AckFloor} is known, as when its stream was
     * made anew: one of new messages begins with what was new when it was first bound, with a minute for clocks that
     * differ. What it had handled since comes again; nothing is passed over.
     */
    PullSpec asOf(Instant firstBound) {
        return start instanceof StartAt.New ? withStart(StartAt.time(firstBound.minus(CLOCKS))) : this;
    }

    int maxAckPending() {
        return concurrency + parkingRoom;
    }
}
