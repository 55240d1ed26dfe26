package dev.eventbus.notifications;

import dev.eventbus.notifications.channel.Deliveries;
import dev.eventbus.notifications.database.DatabaseException;
import dev.eventbus.notifications.inbox.Created;
import dev.eventbus.notifications.inbox.Digests;
import dev.eventbus.notifications.inbox.SettledRows;
import dev.eventbus.notifications.inbox.UnreadMirror;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks for digests that are due, on each replica; each digest is one replica's. Also forgets what is long settled. */
@Singleton
final class CloseDigests implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(CloseDigests.class);
    private static final Duration FORGET_EVERY = Duration.ofMinutes(10);

    private final Digests digests;
    private final SettledRows settled;
    private final Deliveries deliveries;
    private final UnreadMirror mirror;
    private final DigestConfig config;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("notifier-digests").factory());

    CloseDigests(
            Digests digests, SettledRows settled, Deliveries deliveries, UnreadMirror mirror, DigestConfig config) {
        this.digests = digests;
        this.settled = settled;
        this.deliveries = deliveries;
        this.mirror = mirror;
        this.config = config;
    }

    void start() {
        long every = config.every().toMillis();
        var unused = timer.scheduleWithFixedDelay(this::closeDue, every, every, TimeUnit.MILLISECONDS);
        long forget = FORGET_EVERY.toMillis();
        var unusedToo = timer.scheduleWithFixedDelay(this::forget, forget, forget, TimeUnit.MILLISECONDS);
    }

    private void closeDue() {
        try {
            Created created;
            do {
                created = digests.close();
                deliveries.accept(created.outgoing());
                created.mirror(mirror);
            } while (created.count() >= Digests.BATCH && !Thread.currentThread().isInterrupted());
        } catch (DatabaseException e) {
            LOG.debugf("Could not close digests, will be tried again: cause=%s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Could not close digests, will be tried again", e);
        }
    }

    private void forget() {
        try {
            while (settled.forget(config.remember()) && !Thread.currentThread().isInterrupted()) {
                LOG.debug("Forgot what is long settled, there is more");
            }
        } catch (RuntimeException e) {
            LOG.debugf("Could not forget what is long settled, will be tried again: cause=%s", e.getMessage());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
