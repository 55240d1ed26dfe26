package dev.eventbus.notifications.channel;

import dev.eventbus.notifications.database.DatabaseException;
import dev.eventbus.notifications.inbox.Outgoing;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Takes up notifications that were stored but not sent: after a crash, or when too many came at once. */
@Singleton
final class Sweeper implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Sweeper.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final int BATCH = 1_000;

    private final Attempts attempts;
    private final Deliveries deliveries;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("notifier-sweeper").daemon().factory());

    Sweeper(Attempts attempts, Deliveries deliveries, InstantSource clock) {
        this.attempts = attempts;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    void start() {
        var unused = timer.scheduleWithFixedDelay(this::sweep, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        try {
            if (deliveries.waiting() > 0) {
                return; // What is at hand first: claiming more would only let their leases run out in the queue.
            }
            List<Outgoing> abandoned =
                    attempts.claimAbandoned(BATCH, clock.instant().truncatedTo(ChronoUnit.MILLIS));
            if (!abandoned.isEmpty()) {
                LOG.infof("Took up notifications that were stored but not sent: count=%d", abandoned.size());
                deliveries.accept(abandoned);
            }
        } catch (DatabaseException e) {
            LOG.debugf("Could not look for unsent notifications, will be tried again: cause=%s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Could not look for unsent notifications, will be tried again", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
