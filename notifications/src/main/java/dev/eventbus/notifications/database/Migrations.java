package dev.eventbus.notifications.database;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/** Brings the schema up to date, however long the database is away at start. */
@Singleton
public final class Migrations {
    private static final Logger LOG = Logger.getLogger(Migrations.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Flyway flyway;
    private volatile boolean done;

    Migrations(Flyway flyway) {
        this.flyway = flyway;
    }

    public boolean isDone() {
        return done;
    }

    /** Blocks until the schema is up to date; gives up only when the thread is interrupted. */
    public void complete() {
        while (!done && !Thread.currentThread().isInterrupted()) {
            try {
                int applied = flyway.migrate().migrationsExecuted;
                done = true;
                LOG.infof("Brought the database schema up to date: applied=%d", applied);
            } catch (FlywayException e) {
                LOG.warnf(
                        "Could not migrate the database, will be tried again: in=%s cause=%s",
                        PAUSE,
                        String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
