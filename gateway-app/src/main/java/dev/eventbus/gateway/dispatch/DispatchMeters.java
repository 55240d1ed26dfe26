package dev.eventbus.gateway.dispatch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Counts what attempts ended in; retries and dead letters among those of the bus. */
final class DispatchMeters {
    private final MeterRegistry registry;
    private final Counter retries;

    DispatchMeters(MeterRegistry registry) {
        this.registry = registry;
        this.retries = Counter.builder("eventbus.retries")
                .description("Attempts that ended in another one")
                .register(registry);
        for (SubscriberId.Kind kind : SubscriberId.Kind.values()) {
            deliveries(kind, "delivered");
            deliveries(kind, "retry");
            deliveries(kind, "dead_letter");
        }
    }

    void count(SubscriberId subscriber, Step step) {
        switch (step) {
            case Step.Delivered delivered ->
                deliveries(subscriber.kind(), "delivered").increment();
            case Step.Again again -> {
                deliveries(subscriber.kind(), "retry").increment();
                retries.increment();
            }
            case Step.Dead dead -> {
                deliveries(subscriber.kind(), "dead_letter").increment();
                Counter.builder("eventbus.dead.letters")
                        .description("Events given up, by class of failure")
                        .tag("class", dead.kind())
                        .register(registry)
                        .increment();
            }
            case Step.Untried untried -> {}
            case Step.UnderWay underWay -> {}
        }
    }

    private Counter deliveries(SubscriberId.Kind kind, String outcome) {
        return Counter.builder("gateway.deliveries")
                .description("Attempts to deliver an event to a subscriber, by what followed")
                .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                .tag("outcome", outcome)
                .register(registry);
    }
}
