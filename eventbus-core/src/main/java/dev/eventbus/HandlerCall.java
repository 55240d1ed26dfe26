package dev.eventbus;

import dev.eventbus.retry.RetryPolicy;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a handler, interceptors around it, and turns whatever it does into a verdict. */
final class HandlerCall {
    private static final Logger LOG = LoggerFactory.getLogger(HandlerCall.class);

    private final String subscription;
    private final RetryPolicy retry;
    private final RandomGenerator random;
    private final VerdictHandler chain;

    HandlerCall(
            String subscription,
            VerdictHandler handler,
            RetryPolicy retry,
            List<Interceptor> interceptors,
            RandomGenerator random) {
        this.subscription = subscription;
        this.retry = retry;
        this.random = random;
        this.chain = Interceptors.around(
                handler, subscription, interceptors, inner -> (event, attempt) -> decided(inner, event, attempt));
    }

    String subscription() {
        return subscription;
    }

    Verdict on(Event event, Attempt attempt) {
        return decided(chain, event, attempt);
    }

    private Verdict decided(VerdictHandler handler, Event event, Attempt attempt) {
        try {
            return Objects.requireNonNull(handler.handle(event, attempt), "a handler must return a verdict");
        } catch (Throwable failure) {
            if (failure instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            Verdict verdict = judged(attempt, failure);
            LOG.debug(
                    "Handler failed subscription={} eventId={} attempt={} verdict={}",
                    subscription,
                    event.id(),
                    attempt.number(),
                    verdict.getClass().getSimpleName(),
                    failure);
            return verdict;
        }
    }

    /** A policy that fails must not cost the event: nobody else would keep it. */
    private Verdict judged(Attempt attempt, Throwable failure) {
        try {
            return retry.decide(attempt.number(), failure, random);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            return new Verdict.DeadLetter(
                    Verdict.DeadLetter.EXHAUSTED,
                    "the retry policy failed on attempt " + attempt.number() + ": "
                            + e.getClass().getSimpleName(),
                    failure);
        }
    }
}
