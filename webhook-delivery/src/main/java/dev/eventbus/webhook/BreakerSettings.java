package dev.eventbus.webhook;

import java.time.Duration;

/**
 * When a {@link CircuitBreaker} opens, and for how long.
 *
 * @param window how far back calls are counted; they count for at least half of it
 * @param minimumCalls how many calls of the window say enough; at least 1
 * @param failureShare from which share of failed calls on it opens, above 0 and at most 1
 * @param firstOpen how long it stays open before one call may probe; doubled after each failed probe
 * @param longestOpen and never longer than this
 */
public record BreakerSettings(
        Duration window, int minimumCalls, double failureShare, Duration firstOpen, Duration longestOpen) {
    /** 20 calls in a minute, half of them failed; a probe after 30 seconds, then doubling up to 10 minutes. */
    public static final BreakerSettings DEFAULT =
            new BreakerSettings(Duration.ofMinutes(1), 20, 0.5, Duration.ofSeconds(30), Duration.ofMinutes(10));

    public BreakerSettings {
        requirePositive("window", window);
        requirePositive("firstOpen", firstOpen);
        if (minimumCalls < 1) {
            throw new IllegalArgumentException("minimumCalls must be >= 1, was " + minimumCalls);
        }
        if (!(failureShare > 0 && failureShare <= 1)) {
            throw new IllegalArgumentException("failureShare must be above 0 and at most 1, was " + failureShare);
        }
        if (longestOpen.compareTo(firstOpen) < 0) {
            throw new IllegalArgumentException(
                    "longestOpen must be at least firstOpen, " + firstOpen + ", was " + longestOpen);
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive, was " + value);
        }
    }

    Duration doubled(Duration open) {
        Duration doubled = open.multipliedBy(2);
        return doubled.compareTo(longestOpen) < 0 ? doubled : longestOpen;
    }
}
