package dev.eventbus.forwarder.forward;

import dev.eventbus.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The metrics of one subscription; there from the start, so that a zero is a zero. */
final class DeliveryMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Gauge inFlightGauge;
    private final Timer attempts;
    private final Counter acknowledged;
    private final Counter retried;
    private final Counter deadLettered;

    DeliveryMeters(MeterRegistry registry, String subscription) {
        this.registry = registry;
        this.attempts = Timer.builder("forwarder.delivery")
                .description("Time of one HTTP attempt")
                .tag("subscription", subscription)
                .publishPercentileHistogram()
                .register(registry);
        this.acknowledged = counter(registry, subscription, "ack");
        this.retried = counter(registry, subscription, "retry");
        this.deadLettered = counter(registry, subscription, "dead_letter");
        this.inFlightGauge = Gauge.builder("forwarder.in.flight", inFlight, AtomicInteger::get)
                .description("HTTP attempts under way")
                .tag("subscription", subscription)
                .register(registry);
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

    /** Takes away what only a running subscription has; what was counted stays, and goes on with a successor. */
    @Override
    public void close() {
        registry.remove(inFlightGauge);
    }
}
