package dev.eventbus.notifications.inbox;

import dev.eventbus.notifications.database.DatabaseException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Lets notifications expire, brings snoozed ones back, and forgets old ones that are done with. */
@Singleton
public final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Housekeeping.class);
    // More than one replica may do it at once; each inbox is changed by one of them, the others find nothing left.
    private static final int MOST_ROUNDS = 50;

    private final LifecycleStore store;
    private final Inbox inbox;
    private final InstantSource clock;
    private final Duration every;
    private final Duration retention;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("notifier-housekeeping").daemon().factory());

    Housekeeping(
            LifecycleStore store,
            Inbox inbox,
            InstantSource clock,
            @ConfigProperty(name = "notifier.inbox.sweep", defaultValue = "5s") Duration every,
            @ConfigProperty(name = "notifier.inbox.retention", defaultValue = "P90D") Duration retention) {
        this.store = store;
        this.inbox = inbox;
        this.clock = clock;
        this.every = every;
        this.retention = retention;
    }

    public void start() {
        var unused = timer.scheduleWithFixedDelay(this::round, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void round() {
        try {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            each(now, store::ownersOfExpiring, store::expire);
            each(now, store::ownersOfSnoozed, store::wake);
            int forgotten = 0;
            for (int round = 0, more = 1; more > 0 && round < MOST_ROUNDS; round++) {
                more = store.forget(now.minus(retention));
                forgotten += more;
            }
            if (forgotten > 0) {
                LOG.infof("Forgot old notifications: count=%d olderThan=%s", forgotten, retention);
            }
        } catch (DatabaseException e) {
            LOG.debugf("Could not look after inboxes, will be tried again: cause=%s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Could not look after inboxes, will be tried again", e);
        }
    }

    private void each(
            Instant now,
            Function<Instant, List<Owner>> owners,
            BiFunction<Owner, Instant, LifecycleStore.Changed> change) {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<Owner> some = owners.apply(now);
            some.forEach(owner -> inbox.show(change.apply(owner, now)));
            if (some.size() < LifecycleStore.BATCH) {
                return;
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
