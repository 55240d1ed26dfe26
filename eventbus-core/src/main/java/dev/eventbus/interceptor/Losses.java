package dev.eventbus.interceptor;

import dev.eventbus.Subscription;
import dev.eventbus.dispatch.Counts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** What full queues lost, summed over subscriptions open and closed, since a counter must not go down. */
final class Losses {
    private final Set<Subscription> open = new HashSet<>();
    private long closedDropped;
    private long closedRejected;

    Losses(MeterRegistry registry) {
        register(registry, "dropped", Losses::dropped);
        register(registry, "rejected", Losses::rejected);
    }

    private void register(MeterRegistry registry, String reason, ToDoubleFunction<Losses> count) {
        FunctionCounter.builder("eventbus.dropped", this, count)
                .description("Live and local events lost to a full queue")
                .tag("reason", reason)
                .register(registry);
    }

    /** A durable's events are not lost: they come again. */
    private static boolean loses(Subscription subscription) {
        return !Subscription.stableName(subscription.name()).equals(subscription.name());
    }

    synchronized void opened(Subscription subscription) {
        if (loses(subscription)) {
            open.add(subscription);
        }
    }

    synchronized void closed(Subscription subscription) {
        if (open.remove(subscription)) {
            Counts last = subscription.counts();
            closedDropped += last.dropped();
            closedRejected += last.rejected();
        }
    }

    private synchronized double dropped() {
        return closedDropped
                + open.stream()
                        .mapToLong(subscription -> subscription.counts().dropped())
                        .sum();
    }

    private synchronized double rejected() {
        return closedRejected
                + open.stream()
                        .mapToLong(subscription -> subscription.counts().rejected())
                        .sum();
    }
}
