package dev.eventbus.gateway.dispatch;

import dev.eventbus.Verdict.DeadLetter;
import dev.eventbus.retry.RetryPolicy;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What is to become of a delivery next. */
sealed interface Step {
    /** @param status of the answer, if there was one */
    record Delivered(@Nullable Integer status) implements Step {}

    /** It failed and will be tried again. */
    record Again(Duration delay, Failure failure) implements Step {}

    /** @param kind the class of the dead letter */
    record Dead(String kind, Failure failure) implements Step {}

    /** Nothing was tried for want of room; it is due at once, or after a delay. */
    record Untried(Duration delay) implements Step {
        Untried() {
            this(Duration.ZERO);
        }
    }

    /** @param lease after what time the attempt that is under way counts as lost */
    record UnderWay(Duration lease) implements Step {}

    /** @param attempts how many there were, the one with this result included; at least 1 */
    static Step after(Result result, int attempts, RetryPolicy retry, RandomGenerator random) {
        return switch (result) {
            case Result.Delivered delivered -> new Delivered(delivered.status());
            case Result.Hopeless hopeless -> new Dead(DeadLetter.PERMANENT, hopeless.failure());
            case Result.Failed failed when attempts >= retry.maxAttempts() -> exhausted(attempts, failed.failure());
            case Result.Failed failed -> {
                Duration scheduled = retry.delayAfter(attempts, random);
                Duration asked = failed.retryAfter();
                yield new Again(asked.compareTo(scheduled) > 0 ? asked : scheduled, failed.failure());
            }
        };
    }

    private static Dead exhausted(int attempts, Failure last) {
        String times = attempts == 1 ? "failed once: " : "failed " + attempts + " times, last: ";
        return new Dead(DeadLetter.EXHAUSTED, last.because(times + last.reason()));
    }
}
