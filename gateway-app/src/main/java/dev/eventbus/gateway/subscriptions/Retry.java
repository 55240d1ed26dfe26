package dev.eventbus.gateway.subscriptions;

import dev.eventbus.gateway.json.JsonMembers;
import dev.eventbus.retry.Backoff;
import dev.eventbus.retry.RetryPolicy;
import java.time.Duration;
import java.util.Objects;

/**
 * What follows after a failed attempt.
 *
 * @param retries 0 to 20; the first attempt is none
 * @param backoff before the first retry; doubled before each further one
 * @param maxBackoff what the doubling ends at
 * @param jitter by what share a delay may be longer or shorter, 0 to 1
 */
record Retry(int retries, Duration backoff, Duration maxBackoff, double jitter) {
    static final Retry DEFAULT = new Retry(3, Duration.ofSeconds(2), Duration.ofHours(1), 0);

    private static final int MAX_RETRIES = 20;
    private static final Duration LEAST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofHours(24);

    static Retry read(JsonMembers members) {
        Integer retries = members.integer("retries", 0, MAX_RETRIES);
        Duration backoff = Objects.requireNonNullElse(members.duration("backoff", LEAST, MOST), DEFAULT.backoff);
        Duration maxBackoff = members.duration("maxBackoff", LEAST, MOST);
        Double jitter = members.number("jitter", 0, 1);
        if (maxBackoff != null && maxBackoff.compareTo(backoff) < 0) {
            members.refuse("maxBackoff", "maxBackoff must not be shorter than backoff");
        }
        Duration longest = backoff.compareTo(DEFAULT.maxBackoff) > 0 ? backoff : DEFAULT.maxBackoff;
        return new Retry(
                Objects.requireNonNullElse(retries, DEFAULT.retries),
                backoff,
                Objects.requireNonNullElse(maxBackoff, longest),
                Objects.requireNonNullElse(jitter, DEFAULT.jitter));
    }

    RetryPolicy policy() {
        return RetryPolicy.of(Backoff.exponential(backoff, maxBackoff), retries).withJitter(jitter);
    }
}
