package dev.eventbus.gateway.channels.signature;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far the time a sender signed may be from now, so that an old request cannot be repeated for ever. */
final class TimeWindow {
    private static final Duration WIDTH = Duration.ofMinutes(5);
    private static final int MAX_DIGITS = 12;

    private TimeWindow() {}

    /** @param seconds since the epoch, as a sender wrote them */
    static boolean holds(@Nullable String seconds, Instant now) {
        if (seconds == null || !seconds.matches("\\d{1," + MAX_DIGITS + "}")) {
            return false;
        }
        Duration apart = Duration.between(Instant.ofEpochSecond(Long.parseLong(seconds)), now)
                .abs();
        return apart.compareTo(WIDTH) <= 0;
    }
}
