package dev.eventbus.gateway.audit;

import dev.eventbus.gateway.database.DatabaseException;
import dev.eventbus.gateway.database.Jdbc;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes noted entries in batches, and keeps a bounded number of them while PostgreSQL is away. */
@ApplicationScoped
class AuditWriter {
    private static final Logger LOG = Logger.getLogger(AuditWriter.class);
    private static final int MAX_KEPT = 10_000;
    private static final int MAX_BATCH = 200;
    private static final Duration RETRY = Duration.ofSeconds(2);

    /** Lets a burst of refusals share a transaction: writers of the log take turns. */
    private static final Duration GATHER = Duration.ofMillis(50);

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Jdbc jdbc;
    private final Counter dropped;
    private final BlockingQueue<Recorded> queue = new ArrayBlockingQueue<>(MAX_KEPT);
    private volatile boolean isDropping;
    private volatile boolean isStopping;
    private volatile @Nullable Thread writer;

    AuditWriter(Jdbc jdbc, MeterRegistry metrics) {
        this.jdbc = jdbc;
        this.dropped = metrics.counter("eventbus.dropped", "reason", "audit");
    }

    void start(@Observes StartupEvent started) {
        writer = Thread.ofVirtual().name("audit-writer").start(this::run);
    }

    /** Early among the observers: the database is still there. */
    void stop(@Observes @Priority(1) ShutdownEvent stopping) throws InterruptedException {
        isStopping = true;
        Thread running = writer;
        if (running != null) {
            running.interrupt();
            running.join(LAST_WORDS);
        }
    }

    void add(Recorded recorded) {
        boolean isKept = queue.offer(recorded);
        if (!isKept) {
            dropped.increment();
        }
        if (!isKept && !isDropping) {
            LOG.error(
                    "Audit entries were dropped because too many wait for the database; eventbus_dropped counts them.");
        }
        isDropping = !isKept;
    }

    private void run() {
        List<Recorded> batch = new ArrayList<>(MAX_BATCH);
        try {
            while (true) {
                if (batch.isEmpty()) {
                    batch.add(queue.take());
                    Thread.sleep(GATHER);
                    queue.drainTo(batch, MAX_BATCH - 1);
                }
                if (written(batch)) {
                    batch.clear();
                } else {
                    Thread.sleep(RETRY);
                }
            }
        } catch (InterruptedException e) {
            queue.drainTo(batch, MAX_BATCH);
            if (!batch.isEmpty()) {
                written(batch);
            }
        }
    }

    /** Whether the batch is done with; not while PostgreSQL is away. */
    private boolean written(List<Recorded> batch) {
        try {
            write(batch);
            return true;
        } catch (DatabaseException e) {
            if (e.isRefusal()) {
                dropped.increment(batch.size());
                LOG.errorf("Audit entries were refused and dropped. count=%d reason=%s", batch.size(), e.getMessage());
                return true;
            }
            LOG.warnf(
                    "Audit log could not be written; its entries wait. count=%d reason=%s",
                    batch.size(), e.getMessage());
            return isStopping;
        }
    }

    private void write(List<Recorded> batch) {
        jdbc.inTransaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(Recorded.INSERT)) {
                for (Recorded recorded : batch) {
                    recorded.bind(insert);
                    insert.addBatch();
                }
                return insert.executeBatch();
            }
        });
    }
}
