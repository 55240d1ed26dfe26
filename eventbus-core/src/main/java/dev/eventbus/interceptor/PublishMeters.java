package dev.eventbus.interceptor;

import dev.eventbus.Durability;
import dev.eventbus.Published;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What publishes came to; all meters are there from the start, so that a zero is a zero. */
final class PublishMeters {
    private final Timer publish;
    private final Map<Durability, Counter> sent = new EnumMap<>(Durability.class);
    private final Map<Durability, Counter> failed = new EnumMap<>(Durability.class);
    private final Counter duplicates;

    PublishMeters(MeterRegistry registry) {
        this.publish = Timer.builder("eventbus.publish")
                .description("Time from a publish until its outcome was known")
                .serviceLevelObjectives(Buckets.SECONDS)
                .register(registry);
        for (Durability durability : Durability.values()) {
            String outcome = durability == Durability.PERSISTENT ? "stored" : "sent";
            sent.put(durability, counter(registry, durability, outcome));
            failed.put(durability, counter(registry, durability, "failed"));
        }
        this.duplicates = counter(registry, Durability.PERSISTENT, "duplicate");
    }

    private static Counter counter(MeterRegistry registry, Durability durability, String outcome) {
        return Counter.builder("eventbus.published")
                .description("Events published, by what became of them")
                .tag("durability", durability.name().toLowerCase(Locale.ROOT))
                .tag("outcome", outcome)
                .register(registry);
    }

    /** @param published null if it failed */
    void count(Timer.Sample sample, Durability durability, @Nullable Published published) {
        sample.stop(publish);
        if (published == null) {
            increment(failed, durability);
        } else if (published.duplicate()) {
            duplicates.increment();
        } else {
            increment(sent, durability);
        }
    }

    private static void increment(Map<Durability, Counter> counters, Durability durability) {
        Counter counter = counters.get(durability);
        if (counter != null) {
            counter.increment();
        }
    }
}
