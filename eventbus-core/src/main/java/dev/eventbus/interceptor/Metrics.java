package dev.eventbus.interceptor;

import dev.eventbus.Attempt;
import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.Interceptor;
import dev.eventbus.Published;
import dev.eventbus.Subscription;
import dev.eventbus.Verdict;
import dev.eventbus.VerdictHandler;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;

/**
 * Counts and times what a bus does, with Micrometer. As Prometheus sees it:
 *
 * <ul>
 *   <li>{@code eventbus_published_total{durability,outcome}}: outcome {@code stored}, {@code sent} (ephemeral),
 *       {@code duplicate} or {@code failed}
 *   <li>{@code eventbus_publish_seconds}: from the call until the outcome was known
 *   <li>{@code eventbus_handler_seconds{subscription}}: one attempt
 *   <li>{@code eventbus_dispatch_queue_depth{subscription}}: waiting to be started
 *   <li>{@code eventbus_dropped_total{reason}}: live and local events lost to a full queue, {@code dropped} by its
 *       policy or {@code rejected}
 *   <li>{@code eventbus_consumer_lag{durable}}: see {@link #consumerLag}
 *   <li>{@code eventbus_retries_total}, {@code eventbus_dead_letters_total{class}}: what attempts ended in
 * </ul>
 *
 * <p>{@code subscription} is the durable's name or the group's; {@code live} and {@code local} stand for all others
 * together. A name's meters go when its last subscription is closed. Add it to a bus before other interceptors, so that
 * their failures are seen, and use one for each bus.
 */
public final class Metrics implements Interceptor {
    private final MeterRegistry registry;
    private final PublishMeters publishes;
    private final VerdictMeters verdicts;
    private final Losses losses;
    private final Map<String, SubscriptionMeters> subscriptions = new ConcurrentHashMap<>();

    public Metrics(MeterRegistry registry) {
        this.registry = registry;
        this.publishes = new PublishMeters(registry);
        this.verdicts = new VerdictMeters(registry);
        this.losses = new Losses(registry);
    }

    /**
     * Registers {@code eventbus_consumer_lag{durable}}: how many stored events a durable has yet to see to. Not a number
     * until the result is told for the first time.
     *
     * @return to be told the lag, from time to time, by whoever can ask the store for it
     */
    public static LongConsumer consumerLag(MeterRegistry registry, String durable) {
        AtomicReference<Double> lag = new AtomicReference<>(Double.NaN);
        Gauge.builder("eventbus.consumer.lag", () -> lag.get())
                .description("Stored events that the durable has not been given or has not settled")
                .tag("durable", durable)
                .register(registry);
        return value -> lag.set((double) value);
    }

    @Override
    public CompletionStage<Published> publish(Event event, Durability durability, Publishing next) {
        Timer.Sample sample = Timer.start(registry);
        try {
            return next.publish(event, durability)
                    .whenComplete((published, failure) -> publishes.count(sample, durability, published));
        } catch (RuntimeException e) {
            publishes.count(sample, durability, null);
            throw e;
        }
    }

    @Override
    public Verdict handle(String subscription, Event event, Attempt attempt, VerdictHandler next) throws Exception {
        SubscriptionMeters meters = meters(subscription);
        Timer.Sample sample = Timer.start(registry);
        try {
            Verdict verdict = next.handle(event, attempt);
            verdicts.count(verdict);
            return verdict;
        } finally {
            meters.handled(sample);
        }
    }

    private SubscriptionMeters meters(String subscription) {
        return subscriptions.computeIfAbsent(
                Subscription.stableName(subscription), name -> new SubscriptionMeters(registry, name));
    }

    @Override
    public void opened(Subscription subscription) {
        subscriptions.compute(Subscription.stableName(subscription.name()), (name, found) -> {
            SubscriptionMeters meters = found == null ? new SubscriptionMeters(registry, name) : found;
            meters.opened(subscription);
            return meters;
        });
        losses.opened(subscription);
    }

    @Override
    public void closed(Subscription subscription) {
        losses.closed(subscription);
        subscriptions.computeIfPresent(
                Subscription.stableName(subscription.name()),
                (name, meters) -> meters.isOverAfter(subscription) ? null : meters);
    }
}
