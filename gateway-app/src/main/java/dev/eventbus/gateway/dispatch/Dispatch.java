package dev.eventbus.gateway.dispatch;

import dev.eventbus.EventBus;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.Subscription;
import dev.eventbus.gateway.database.DatabaseReady;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.retry.Backoff;
import dev.eventbus.retry.RetryPolicy;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The durable subscription {@code dispatch}: every stored event of every workspace goes to its subscribers. One that is
 * acknowledged has a row for each of them, and what is not delivered yet is in the hands of the retries.
 */
@ApplicationScoped
class Dispatch {
    static final String DURABLE = "dispatch";

    private static final Logger LOG = Logger.getLogger(Dispatch.class);
    private static final int CONCURRENCY = 256;
    private static final long CLOSE_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** No number of outages makes an event a dead letter. */
    private static final RetryPolicy FOR_EVER =
            RetryPolicy.of(Backoff.exponential(Duration.ofSeconds(2), Duration.ofSeconds(30)), Integer.MAX_VALUE - 1);

    private final EventBus bus;
    private final Jdbc jdbc;
    private final Engine engine;
    private @Nullable Subscription subscription;
    private @Nullable RetryLoop retries;

    Dispatch(EventBus bus, Jdbc jdbc, Engine engine) {
        this.bus = bus;
        this.jdbc = jdbc;
        this.engine = engine;
    }

    /** May be said again when another observer failed. */
    synchronized void start(@Observes DatabaseReady ready) {
        if (subscription != null) {
            return;
        }
        Claims claims = new Claims(jdbc);
        retries = RetryLoop.start(engine, claims);
        FirstAttempts first = new FirstAttempts(engine, claims, CONCURRENCY);
        SubscribeOptions everything = SubscribeOptions.to("*.*.*")
                .allOrgs()
                .durable(DURABLE)
                .concurrency(CONCURRENCY)
                .ackWait(Duration.ofSeconds(15)) // how long a killed replica holds events back
                .retry(FOR_EVER);
        subscription = bus.subscribe(everything, first::dispatch);
    }

    /** First takes nothing more, then waits for what is under way, then for what is to be written of it. */
    synchronized void stop(@Observes ShutdownEvent stopping) {
        if (subscription != null) {
            subscription.close();
        }
        if (retries != null) {
            retries.close();
        }
        long end = System.nanoTime() + CLOSE_PATIENCE_NANOS;
        while (!engine.lanes().areIdle() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        if (!engine.lanes().areIdle()) {
            LOG.warn("Stopped while attempts were under way; they are made again when their leases have run out.");
        }
        engine.writer().close();
    }
}
