package dev.eventbus.forwarder.deadletter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a replay of many letters has come.
 *
 * @param matched letters that matched when it began; others are not part of it
 * @param delivered those that were taken and have left the dead-letter stream
 * @param failed those that stay
 * @param skipped those of subscriptions that are not configured here, and those that others took out meanwhile
 * @param why it stopped before its end, or null
 */
record Progress(
        String id,
        State state,
        long matched,
        long delivered,
        long failed,
        long skipped,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String why) {
    enum State {
        RUNNING,
        DONE,
        STOPPED
    }
}
