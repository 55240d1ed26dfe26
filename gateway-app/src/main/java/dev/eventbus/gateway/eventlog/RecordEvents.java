package dev.eventbus.gateway.eventlog;

import dev.eventbus.Attempt;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.Subscription;
import dev.eventbus.Verdict;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.json.EventCodec;
import dev.eventbus.retry.Backoff;
import dev.eventbus.retry.RetryPolicy;
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

    private final EventBus bus;
    private final Jdbc jdbc;
    private @Nullable LogWriter writer;
    private @Nullable Subscription subscription;

    RecordEvents(EventBus bus, Jdbc jdbc) {
        this.bus = bus;
        this.jdbc = jdbc;
    }

    void start(@Observes StartupEvent started) {
        LogWriter newWriter = new LogWriter(jdbc);
        writer = newWriter;
        SubscribeOptions everything = SubscribeOptions.to("*.*.*")
                .allOrgs()
                .durable("eventlog")
                .concurrency(CONCURRENCY)
                .ackWait(Duration.ofSeconds(15)) // how long a killed replica holds events back
                .retry(FOR_EVER);
        subscription = bus.subscribe(everything, (event, attempt) -> record(newWriter, event, attempt));
    }

    void stop(@Observes ShutdownEvent stopping) {
        if (subscription != null) {
            subscription.close();
        }
        if (writer != null) {
            writer.close();
        }
    }

    private static Verdict record(LogWriter writer, Event event, Attempt attempt) throws Exception {
        byte[] json;
        try {
            json = EventCodec.encode(event);
        } catch (UncheckedIOException e) {
            return Verdict.deadLetter("event cannot be written as JSON: " + e.getCause());
        }
        LogEntry entry = new LogEntry(event, json, attempt.position().sequence(), new CompletableFuture<>());
        writer.add(entry);
        return entry.verdict().get();
    }
}
