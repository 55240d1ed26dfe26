package dev.eventbus.retry;

import static dev.eventbus.Verdict.DeadLetter.EXHAUSTED;
import static dev.eventbus.Verdict.DeadLetter.PERMANENT;

import dev.eventbus.Verdict;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Decides what becomes of an event whose handler threw. Immutable.
 *
 * @param maxAttempts first attempt included; at least 1
 * @param backoff the delay before each retry
 * @param jitter by what share the delay may be longer or shorter, 0 to 1; 0 keeps it exact
 * @param permanent failures that no retry will mend; they are dead-lettered at once
 */
public record RetryPolicy(int maxAttempts, Backoff backoff, double jitter, Predicate<Throwable> permanent) {
    /** One attempt, no retry. */
    public static final RetryPolicy NONE = new RetryPolicy(1, Backoff.fixed(Duration.ZERO), 0, failure -> false);

    public RetryPolicy {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts must be >= 1, was " + maxAttempts);
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter must be 0 to 1, was " + jitter);
        }
    }

    /** {@code retries} retries after {@code first}, 2 × first, 4 × first…, at most an hour apart, without jitter. */
    public static RetryPolicy exponential(Duration first, int retries) {
        return of(Backoff.exponential(first, Duration.ofHours(1)), retries);
    }

    /** {@code retries} retries, all after the same delay. */
    public static RetryPolicy fixed(Duration delay, int retries) {
        return of(Backoff.fixed(delay), retries);
    }

    public static RetryPolicy of(Backoff backoff, int retries) {
        return new RetryPolicy(retries + 1, backoff, 0, failure -> false);
    }

    public RetryPolicy withJitter(double jitter) {
        return new RetryPolicy(maxAttempts, backoff, jitter, permanent);
    }

    public RetryPolicy permanentWhen(Predicate<Throwable> permanent) {
        return new RetryPolicy(maxAttempts, backoff, jitter, permanent);
    }

    /** The same judgement of failures, but no retry. */
    public RetryPolicy once() {
        return new RetryPolicy(1, backoff, jitter, permanent);
    }

    /**
     * Retry or dead letter. A {@code permanent} that throws has not called the failure permanent.
     *
     * @param attempt the number of the attempt that failed; 1 for the first
     */
    public Verdict decide(int attempt, Throwable failure, RandomGenerator random) {
        if (isPermanent(failure)) {
            return new Verdict.DeadLetter(PERMANENT, "permanent failure: " + describe(failure), failure);
        }
        if (attempt >= maxAttempts) {
            return new Verdict.DeadLetter(
                    EXHAUSTED, "failed " + attempt + " times, last: " + describe(failure), failure);
        }
        return new Verdict.Retry(delayAfter(attempt, random), failure);
    }

    private boolean isPermanent(Throwable failure) {
        try {
            return permanent.test(failure);
        } catch (RuntimeException e) {
            failure.addSuppressed(e); // for the dead letter, in the end
            return false;
        }
    }

    /** The delay after the given number of failed attempts, jitter included. */
    public Duration delayAfter(int failedAttempts, RandomGenerator random) {
        Duration exact = backoff.after(failedAttempts);
        if (jitter == 0) {
            return exact;
        }
        double factor = 1 + jitter * (2 * random.nextDouble() - 1);
        return Duration.ofNanos((long) (exact.toNanos() * factor));
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        String text = failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
        return text.length() <= 500 ? text : text.substring(0, 500) + "…";
    }
}
