package dev.eventbus.notifications.rule;

import dev.eventbus.notifications.template.CompiledTemplate;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often a rule may speak to one user, and for how long what it says is of interest.
 *
 * @param collapseKey rendered per recipient; a newer unread notification of the rule replaces one with an equal key
 * @param throttle at most so many in a window
 * @param digest how long events are collected into one notification
 * @param ttl how long after its event a notification expires
 */
public record Pacing(
        @Nullable CompiledTemplate collapseKey,
        @Nullable Throttle throttle,
        @Nullable Duration digest,
        @Nullable Duration ttl) {
    public static final Pacing NONE = new Pacing(null, null, null, null);

    /** At most {@code max} notifications per user in each window of the events' time, counted from the epoch. */
    public record Throttle(int max, Duration window) {
        public Instant windowStart(Instant eventTime) {
            long length = window.toMillis();
            return Instant.ofEpochMilli(Math.floorDiv(eventTime.toEpochMilli(), length) * length);
        }
    }

    public @Nullable Instant expiresAt(Instant eventTime) {
        return ttl == null ? null : eventTime.plus(ttl);
    }
}
