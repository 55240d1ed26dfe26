package dev.eventbus.forwarder.config;

import dev.eventbus.retry.Backoff;
import dev.eventbus.retry.RetryPolicy;
import java.time.Duration;

/**
 * When a failed delivery is tried again: after {@code backoff}, twice that, four times that…
 *
 * @param retries beside the first attempt; at least 0
 * @param maxBackoff no delay is longer, but what Retry-After asks for
 * @param jitter by what share a delay may be longer or shorter; 0 keeps it exact
 */
public record RetryConfig(int retries, Duration backoff, Duration maxBackoff, double jitter) {
    public RetryPolicy policy() {
        return RetryPolicy.of(Backoff.exponential(backoff, maxBackoff), retries).withJitter(jitter);
    }
}
