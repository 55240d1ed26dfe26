package dev.eventbus.forwarder.forward;

import dev.eventbus.Verdict;
import dev.eventbus.nats.DeadLetters;
import dev.eventbus.nats.PulledMessage;
import dev.eventbus.webhook.Attempt;
import dev.eventbus.webhook.Outcome;
import dev.eventbus.webhook.StatusRules.Decision;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What follows an attempt: for the message, for the pace of its subscription, and for the metrics. */
final class Aftermath {
    private final NextStep nextStep;
    private final Throttle throttle;
    private final DeliveryMeters meters;
    private final Consumer<String> gone;

    /** @param gone told why, when the endpoint wants no more deliveries; must not block */
    Aftermath(NextStep nextStep, Throttle throttle, DeliveryMeters meters, Consumer<String> gone) {
        this.nextStep = nextStep;
        this.throttle = throttle;
        this.meters = meters;
        this.gone = gone;
    }

    /** Makes the attempt; what came of it counts for the circuit breaker. */
    Attempt watch(Supplier<Attempt> call) {
        Throttle.Attempt watched = throttle.begin();
        try {
            Attempt attempt = meters.time(call);
            tell(watched, attempt.outcome());
            return attempt;
        } catch (RuntimeException e) {
            watched.cameToNothing();
            throw e;
        }
    }

    private void tell(Throttle.Attempt watched, Outcome outcome) {
        if (!nextStep.wasEndpointAsked(outcome)) {
            watched.cameToNothing();
        } else if (nextStep.isEndpointFailing(outcome)) {
            watched.failed();
        } else {
            watched.succeeded();
        }
    }

    Verdict of(PulledMessage message, Outcome outcome) {
        Verdict verdict = nextStep.after(message.deliveries(), outcome);
        if (verdict instanceof Verdict.DeadLetter) {
            describe(message, outcome);
        }
        if (nextStep.decide(outcome) == Decision.PAUSE) {
            gone.accept("The endpoint " + outcome.describe() + ": it wants no more deliveries");
        }
        meters.count(verdict);
        return verdict;
    }

    private void describe(PulledMessage message, Outcome outcome) {
        message.deadLetterHeader(DeadLetters.CLASS, nextStep.classOf(outcome));
        outcome.lastStatus()
                .ifPresent(status -> message.deadLetterHeader(DeadLetters.LAST_STATUS, Integer.toString(status)));
    }
}
