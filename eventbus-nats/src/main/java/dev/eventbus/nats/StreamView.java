package dev.eventbus.nats;

import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamState;
import java.time.Duration;
import java.time.Instant;

/**
 * The stream of events at one time.
 *
 * @param created when it was made
 * @param first the sequence of the oldest message, one more than the last if there is none
 * @param last the sequence of the newest message
 */
record StreamView(Instant created, long first, long last) {
    /** Versions may differ in how exactly they tell. */
    private static final Duration SAME = Duration.ofMillis(1);

    static StreamView of(JetStreamApi api) {
        StreamInfo info = api.call(management -> management.getStreamInfo(EventStream.NAME));
        StreamState state = info.getStreamState();
        return new StreamView(
                info.getCreateTime().toInstant(), Math.max(1, state.getFirstSequence()), state.getLastSequence());
    }

    /** Whether the other one was deleted, and this one made in its place. */
    boolean isAnotherThan(StreamView other) {
        return Duration.between(created, other.created).abs().compareTo(SAME) > 0;
    }
}
