package dev.eventbus.forwarder.forward;

import dev.eventbus.Verdict;
import dev.eventbus.retry.RetryPolicy;
import dev.eventbus.webhook.Outcome;
import dev.eventbus.webhook.Outcome.Failure;
import dev.eventbus.webhook.Outcome.Rejected;
import dev.eventbus.webhook.Outcome.Unreachable;
import dev.eventbus.webhook.RetryAfter;
import dev.eventbus.webhook.StatusRules;
import dev.eventbus.webhook.StatusRules.Decision;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Decides what follows an attempt: the end, another attempt after D, 2D, 4D…, or a dead letter. Immutable. */
final class NextStep {
    /** Retry-After may prolong a delay up to this. */
    static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);

    /** Class of dead letters whose address the guard forbids. */
    static final String POLICY = "policy";

    private final RetryPolicy retry;
    private final StatusRules rules;
    private final InstantSource clock;
    private final RandomGenerator random;

    NextStep(RetryPolicy retry, StatusRules rules, InstantSource clock, RandomGenerator random) {
        this.retry = retry;
        this.rules = rules;
        this.clock = clock;
        this.random = random;
    }

    /** @param attempt the number of the attempt that had this outcome; 1 for the first */
    Verdict after(int attempt, Outcome outcome) {
        return switch (rules.decide(outcome)) {
            case ACK -> Verdict.ack();
            case FAIL -> Verdict.deadLetter("The endpoint " + outcome.describe() + ", which no retry will change");
            case RETRY, PAUSE ->
                attempt >= retry.maxAttempts()
                        ? Verdict.deadLetter("Failed " + attempt + " times, last: " + outcome.describe())
                        : Verdict.retry(delay(attempt, outcome));
        };
    }

    private Duration delay(int attempt, Outcome outcome) {
        Duration scheduled = retry.delayAfter(attempt, random);
        Duration asked = outcome instanceof Rejected rejected
                ? RetryAfter.delay(rejected.retryAfter(), clock.instant(), LONGEST_RETRY_AFTER)
                : Duration.ZERO;
        return asked.compareTo(scheduled) > 0 ? asked : scheduled;
    }

    Decision decide(Outcome outcome) {
        return rules.decide(outcome);
    }

    /** Whether the outcome has to do with the endpoint at all, and not with this side alone. */
    boolean wasEndpointAsked(Outcome outcome) {
        return !(outcome instanceof Unreachable gone
                && (gone.failure() == Failure.POLICY || gone.failure() == Failure.BUSY));
    }

    /** Whether the outcome says that the endpoint is not at work, and another message would fare no better. */
    boolean isEndpointFailing(Outcome outcome) {
        return wasEndpointAsked(outcome) && rules.decide(outcome) == Decision.RETRY;
    }

    /** What kind of failure a dead letter with this last outcome is. */
    String classOf(Outcome outcome) {
        if (outcome instanceof Unreachable gone && gone.failure() == Failure.POLICY) {
            return POLICY;
        }
        return rules.decide(outcome) == Decision.FAIL ? Verdict.DeadLetter.REJECTED : Verdict.DeadLetter.EXHAUSTED;
    }
}
