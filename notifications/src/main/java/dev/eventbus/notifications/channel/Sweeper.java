package dev.eventbus.notifications.channel;

import dev.eventbus.notifications.database.DatabaseException;
import dev.eventbus.notifications.inbox.Inbox;
import dev.eventbus.notifications.rule.ChannelKind;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Takes up attempts whose time has come: what was planned, what was put off, and what a crash or a full queue left
 * behind. Looks at intervals, and at once when told that something may be due.
 */
@Singleton
final class Sweeper implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Sweeper.class);
    private static final int BATCH = 500;
    private static final Duration GATHER = Duration.ofMillis(50);

    private final Attempts attempts;
    private final TakeUpDue takeUpDue;
    private final Inbox inbox;
    private final Deliveries deliveries;
    private final InstantSource clock;
    private final Duration every;
    private final Semaphore nudges = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("notifier-sweeper").unstarted(this::run);

    Sweeper(
            Attempts attempts,
            TakeUpDue takeUpDue,
            Inbox inbox,
            Deliveries deliveries,
            InstantSource clock,
            @ConfigProperty(name = "notifier.channels.sweep", defaultValue = "2s") Duration every) {
        this.attempts = attempts;
        this.takeUpDue = takeUpDue;
        this.inbox = inbox;
        this.deliveries = deliveries;
        this.clock = clock;
        this.every = every;
    }

    void start() {
        thread.start();
    }

    /** Something may be due. */
    void nudge() {
        nudges.release();
    }

    private void run() {
        try {
            while (true) {
                if (!sweep()) {
                    var unused = nudges.tryAcquire(every.toMillis(), TimeUnit.MILLISECONDS);
                }
                Thread.sleep(GATHER); // What comes together is taken up together.
                nudges.drainPermits();
            }
        } catch (InterruptedException e) {
            LOG.debug("Stopped looking for what is due");
        }
    }

    /** Whether there may be more at once. */
    private boolean sweep() {
        try {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            inbox.failUnreached(attempts.giveUp(now));
            boolean isMore = false;
            for (ChannelKind kind : deliveries.kinds()) {
                isMore |= sweep(kind, now);
            }
            return isMore;
        } catch (DatabaseException e) {
            LOG.debugf("Could not look for unsent notifications, will be tried again: cause=%s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Could not look for unsent notifications, will be tried again", e);
        }
        return false;
    }

    private boolean sweep(ChannelKind kind, Instant now) {
        int room = Math.min(BATCH, deliveries.room(kind));
        if (room == 0) {
            return false;
        }
        List<Due> due = attempts.claim(kind, room, now);
        takeUpDue.all(due, now);
        return due.size() == room;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
