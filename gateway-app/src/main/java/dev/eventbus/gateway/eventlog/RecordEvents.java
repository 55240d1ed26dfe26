package dev.eventbus.gateway.eventlog;

import dev.eventbus.Attempt;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.Subscription;
import dev.eventbus.Verdict;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.interceptor.Metrics;
import dev.eventbus.nats.ConsumerLag;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.retry.Backoff;
import dev.eventbus.retry.RetryPolicy;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The durable subscription {@code eventlog}: every stored event of every workspace becomes a row, once. Acknowledged
 * after the commit; while PostgreSQL is away events stay in the stream.
 */
@ApplicationScoped
class RecordEvents {
    private static final int CONCURRENCY = 128;

    /** No number of outages makes an event a dead letter. */
    private static final RetryPolicy FOR_EVER =
            RetryPolicy.of(Backoff.exponential(Duration.ofSeconds(2), Duration.ofSeconds(30)), Integer.MAX_VALUE - 1);

    private static final String DURABLE = "eventlog";

    private final EventBus bus;
    private final Jdbc jdbc;
    private final NatsConnection connection;
    private final MeterRegistry registry;
    private @Nullable LogWriter writer;
    private @Nullable Subscription subscription;
    private @Nullable ConsumerLag lag;

    RecordEvents(EventBus bus, Jdbc jdbc, NatsConnection connection, MeterRegistry registry) {
        this.bus = bus;
        this.jdbc = jdbc;
        this.connection = connection;
        this.registry = registry;
    }

    void start(@Observes StartupEvent started) {
        LogWriter newWriter = new LogWriter(jdbc);
        writer = newWriter;
        SubscribeOptions everything = SubscribeOptions.to("*.*.*")
                .allOrgs()
                .durable(DURABLE)
                .concurrency(CONCURRENCY)
                .ackWait(Duration.ofSeconds(15)) // how long a killed replica holds events back
                .retry(FOR_EVER);
        subscription = bus.subscribe(everything, (event, attempt) -> record(newWriter, event, attempt));
        lag = ConsumerLag.watch(connection, DURABLE, Metrics.consumerLag(registry, DURABLE));
    }

    void stop(@Observes ShutdownEvent stopping) {
        if (lag != null) {
            lag.close();
        }
        if (subscription != null) {
            subscription.close();
        }
        if (writer != null) {
            writer.close();
        }
    }

    private static Verdict record(LogWriter writer, Event event, Attempt attempt) throws Exception {
        EventRow row;
        try {
            row = EventRow.of(event, attempt.position().sequence());
        } catch (UncheckedIOException e) {
            return Verdict.deadLetter("event cannot be written as JSON: " + e.getCause());
        }
        LogEntry entry = new LogEntry(row, new CompletableFuture<>());
        writer.add(entry);
        return entry.verdict().get();
    }
}
