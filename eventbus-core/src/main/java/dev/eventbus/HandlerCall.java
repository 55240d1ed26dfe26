package dev.eventbus;

import dev.eventbus.retry.RetryPolicy;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a handler and turns whatever it does into a verdict. */
record HandlerCall(String subscription, VerdictHandler handler, RetryPolicy retry, RandomGenerator random) {
    private static final Logger LOG = LoggerFactory.getLogger(HandlerCall.class);

    Verdict on(Event event, Attempt attempt) {
        try {
            return Objects.requireNonNull(handler.handle(event, attempt), "a handler must return a verdict");
        } catch (Throwable failure) {
            if (failure instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            Verdict verdict = retry.decide(attempt.number(), failure, random);
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
}
