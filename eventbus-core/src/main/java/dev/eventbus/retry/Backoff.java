package dev.eventbus.retry;

import java.time.Duration;
import java.util.List;

/** How long to wait before the next attempt. */
@FunctionalInterface
public interface Backoff {
    /** @param failedAttempts how many attempts have failed so far; at least 1 */
    Duration after(int failedAttempts);

    static Backoff fixed(Duration delay) {
        requireNotNegative(delay);
        return failed -> delay;
    }

    /** {@code first}, 2 × first, 4 × first… and never more than {@code cap}. */
    static Backoff exponential(Duration first, Duration cap) {
        requireNotNegative(first);
        requireNotNegative(cap);
        return failed -> {
            int doublings = Math.min(failed - 1, 62);
            boolean tooLong = first.toNanos() > cap.toNanos() >> doublings;
            return tooLong ? cap : first.multipliedBy(1L << doublings);
        };
    }

    /** The delays in turn; the last one for every further attempt. */
    static Backoff list(List<Duration> delays) {
        List<Duration> copy = List.copyOf(delays);
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("delays must not be empty");
        }
        copy.forEach(Backoff::requireNotNegative);
        return failed -> copy.get(Math.min(failed, copy.size()) - 1);
    }

    private static void requireNotNegative(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative, was " + delay);
        }
    }
}
