package dev.eventbus.gateway.database;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Brings the schema up to date as soon as PostgreSQL is there, trying again in the background until it is. */
@ApplicationScoped
public class Database {
    private static final Logger LOG = Logger.getLogger(Database.class);
    private static final long RETRY_MILLIS = 2_000;

    private final Flyway flyway;
    private final Jdbc jdbc;
    private final Event<DatabaseReady> ready;
    private volatile boolean isMigrated;
    private volatile @Nullable Thread migrator;

    Database(Flyway flyway, Jdbc jdbc, Event<DatabaseReady> ready) {
        this.flyway = flyway;
        this.jdbc = jdbc;
        this.ready = ready;
    }

    void start(@Observes StartupEvent started) {
        migrator = Thread.ofVirtual().name("database-migration").start(this::migrateUntilDone);
    }

    void stop(@Observes ShutdownEvent stopping) {
        Thread running = migrator;
        if (running != null) {
            running.interrupt();
        }
    }

    /** Whether the schema is there and PostgreSQL answers. Blocks for a round trip. */
    public boolean isReachable() {
        try {
            return isMigrated
                    && jdbc.query("select 1", java.util.List.of(), row -> row.getInt(1))
                                    .size()
                            == 1;
        } catch (DatabaseException e) {
            return false;
        }
    }

    private void migrateUntilDone() {
        for (boolean failedBefore = false; !isMigrated; failedBefore = true) {
            try {
                flyway.migrate();
                ready.fire(new DatabaseReady());
                isMigrated = true;
                LOG.info("Database schema brought up to date.");
            } catch (RuntimeException e) {
                if (!failedBefore) {
                    LOG.warnf("Could not bring the database up to date; trying again until it works. reason=%s", e);
                }
                if (!waitedForNextTry()) {
                    return;
                }
            }
        }
    }

    private static boolean waitedForNextTry() {
        try {
            Thread.sleep(RETRY_MILLIS);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
