package dev.eventbus.gateway.retention;

import dev.eventbus.gateway.database.DatabaseException;
import dev.eventbus.gateway.database.Jdbc;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Cleans up from time to time, on one replica at a time. */
@ApplicationScoped
class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);

    /** Any number that nobody else uses; held within a transaction, so that a killed replica holds nothing. */
    static final long LOCK = 0x6576_7265_7465_6E74L;

    private static final int TAKEN = -1;

    private final Jdbc jdbc;
    private final RetentionSettings keep;
    private final Duration interval;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("retention").factory());

    Retention(Jdbc jdbc, RetentionConfig config) {
        this.jdbc = jdbc;
        this.keep = new RetentionSettings(config.events(), config.deliveries(), config.deadLetters());
        this.interval = config.interval();
    }

    /** Not at once: what became due while no gateway ran is to be attempted before it counts as overdue. */
    void start(@Observes StartupEvent started) {
        long millis = interval.toMillis();
        var unused = timer.scheduleWithFixedDelay(this::cleanUp, millis, millis, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent stopping) {
        timer.shutdownNow();
    }

    private void cleanUp() {
        try {
            CleanUp.all().forEach(this::cleanUp);
        } catch (DatabaseException e) {
            LOG.warnf("Old rows could not be removed; trying again later. reason=%s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "Old rows could not be removed; trying again later.");
        }
    }

    private void cleanUp(CleanUp what) {
        int removed = run(jdbc, what, keep);
        if (removed > 0) {
            LOG.infof("Old rows were dealt with. what=%s rows=%d", what, removed);
        }
    }

    /** Says how many rows; stops where another replica is at it. */
    static int run(Jdbc jdbc, CleanUp what, RetentionSettings keep) {
        int removed = 0;
        int chunk;
        do {
            chunk = jdbc.inTransaction(
                    connection -> isAlone(connection) ? Integer.valueOf(what.some(connection, keep)) : TAKEN);
            removed += Math.max(chunk, 0);
        } while (chunk == CleanUp.CHUNK && !Thread.currentThread().isInterrupted());
        return removed;
    }

    private static boolean isAlone(Connection connection) throws SQLException {
        return Jdbc.query(connection, "select pg_try_advisory_xact_lock(?)", List.of(LOCK), row -> row.getBoolean(1))
                .getFirst();
    }
}
