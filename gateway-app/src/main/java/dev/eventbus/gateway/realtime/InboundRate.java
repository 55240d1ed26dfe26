package dev.eventbus.gateway.realtime;

import java.time.Instant;
import java.time.InstantSource;

/** Counts what a client sends per second. Safe for use by many threads. */
final class InboundRate {
    private final int permitted;
    private final InstantSource clock;
    private Instant second = Instant.MIN;
    private int count;

    InboundRate(int permitted, InstantSource clock) {
        this.permitted = permitted;
        this.clock = clock;
    }

    /** Counts a message and says whether it is one too many. */
    synchronized boolean isExceeded() {
        Instant now = clock.instant();
        if (second.equals(Instant.MIN) || !now.isBefore(second.plusSeconds(1))) {
            second = now;
            count = 0;
        }
        count++;
        return count > permitted;
    }
}
