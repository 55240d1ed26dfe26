package dev.eventbus.gateway.channels.pull;

import dev.eventbus.retry.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait; never exactly, so that channels that were started together do not stay together. */
final class Waits {
    private static final double MORE = 0.1;

    private final RandomGenerator random;

    Waits(RandomGenerator random) {
        this.random = random;
    }

    /** The time or up to a tenth more, never less. */
    Duration about(Duration time) {
        return times(time, 1 + MORE * random.nextDouble());
    }

    /** After failures: doubled each time up to the most, and half of it is chance. */
    Duration after(int failures, Duration first, Duration most) {
        Duration whole = Backoff.exponential(first, most).after(Math.max(1, failures));
        return times(whole, 0.5 + 0.5 * random.nextDouble());
    }

    private static Duration times(Duration time, double factor) {
        return Duration.ofNanos((long) (time.toNanos() * factor));
    }
}
