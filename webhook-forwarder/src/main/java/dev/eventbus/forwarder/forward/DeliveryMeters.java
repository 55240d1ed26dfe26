package dev.eventbus.forwarder.forward;

import dev.eventbus.Verdict;
import dev.eventbus.webhook.CircuitBreaker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The metrics of one subscription; there from the start, so that a zero is a zero. */
final class DeliveryMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final List<Gauge> gauges;
    private final Timer attempts;
    private final Counter acknowledged;
    private final Counter retried;
    private final Counter deadLettered;

    DeliveryMeters(MeterRegistry registry, String subscription, Throttle throttle) {
        this.registry = registry;
        this.attempts = Timer.builder("forwarder.delivery")
                .description("Time of one HTTP attempt")
                .tag("subscription", subscription)
                .publishPercentileHistogram()
                .register(registry);
        this.acknowledged = counter(registry, subscription, "ack");
        this.retried = counter(registry, subscription, "retry");
        this.deadLettered = counter(registry, subscription, "dead_letter");
        this.gauges = List.of(
                gauge(subscription, "forwarder.in.flight", "HTTP attempts under way", inFlight::get),
                gauge(
                        subscription,
                        "forwarder.breaker.state",
                        "0 closed, 1 probing, 2 open: nothing new is pulled",
                        () -> state(throttle.status())),
                gauge(
                        subscription,
                        "forwarder.paused",
                        "1 while its messages wait in the stream until it is resumed",
                        () -> throttle.isPaused() ? 1 : 0));
    }

    private Gauge gauge(String subscription, String name, String description, Supplier<Number> value) {
        return Gauge.builder(name, value)
                .description(description)
                .tag("subscription", subscription)
                .register(registry);
    }

    private static int state(CircuitBreaker.Status status) {
        return switch (status) {
            case CLOSED -> 0;
            case PROBING -> 1;
            case OPEN -> 2;
        };
    }

    private static Counter counter(MeterRegistry registry, String subscription, String outcome) {
        return Counter.builder("forwarder.deliveries")
                .description("HTTP attempts by what followed")
                .tag("subscription", subscription)
                .tag("outcome", outcome)
                .register(registry);
    }

    <T> T time(Supplier<T> attempt) {
        inFlight.incrementAndGet();
        long start = System.nanoTime();
        try {
            return attempt.get();
        } finally {
            attempts.record(System.nanoTime() - start, java.util.concurrent.TimeUnit.NANOSECONDS);
            inFlight.decrementAndGet();
        }
    }

    void count(Verdict verdict) {
        switch (verdict) {
            case Verdict.Ack ack -> acknowledged.increment();
            case Verdict.Retry retry -> retried.increment();
            case Verdict.DeadLetter dead -> deadLettered.increment();
        }
    }

    int inFlight() {
        return inFlight.get();
    }

    /** Takes away what only a running subscription has; what was counted stays, and goes on with a successor. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }
}
