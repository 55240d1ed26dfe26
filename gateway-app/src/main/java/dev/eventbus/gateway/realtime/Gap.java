package dev.eventbus.gateway.realtime;

import dev.eventbus.Position;
import dev.eventbus.nats.StoredRange;
import org.jspecify.annotations.Nullable;

/**
 * Positions whose events cannot be told any more. The end lies before the beginning where the store was lost and begins
 * anew with smaller positions.
 */
record Gap(long from, long to) {
    /** What somebody missed for good who has heard of everything up to a position; null if nothing. */
    static @Nullable Gap after(Position heard, StoredRange stored) {
        long last = heard.sequence();
        if (last > stored.last().sequence()) {
            return new Gap(last + 1, stored.last().sequence());
        }
        return last < stored.first() - 1 ? new Gap(last + 1, stored.first() - 1) : null;
    }
}
