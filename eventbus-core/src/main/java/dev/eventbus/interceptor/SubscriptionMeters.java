package dev.eventbus.interceptor;

import dev.eventbus.Subscription;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of all subscriptions of one name. */
final class SubscriptionMeters {
    private final MeterRegistry registry;
    private final Set<Subscription> open = ConcurrentHashMap.newKeySet();
    private final Timer handler;
    private final Gauge depth;

    SubscriptionMeters(MeterRegistry registry, String name) {
        this.registry = registry;
        this.handler = Timer.builder("eventbus.handler")
                .description("Time of one attempt at handling an event")
                .tag("subscription", name)
                .serviceLevelObjectives(Buckets.SECONDS)
                .register(registry);
        this.depth = Gauge.builder("eventbus.dispatch.queue.depth", open, SubscriptionMeters::depth)
                .description("Events that wait to be started")
                .tag("subscription", name)
                .strongReference(true)
                .register(registry);
    }

    private static double depth(Set<Subscription> open) {
        return open.stream()
                .mapToDouble(subscription -> subscription.counts().depth())
                .sum();
    }

    void handled(Timer.Sample sample) {
        sample.stop(handler);
    }

    void opened(Subscription subscription) {
        open.add(subscription);
    }

    /** Whether that was the last one; the meters are gone then. */
    boolean isOverAfter(Subscription subscription) {
        open.remove(subscription);
        if (open.isEmpty()) {
            registry.remove(handler);
            registry.remove(depth);
        }
        return open.isEmpty();
    }
}
