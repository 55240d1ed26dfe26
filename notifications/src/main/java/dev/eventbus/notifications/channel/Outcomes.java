package dev.eventbus.notifications.channel;

import dev.eventbus.notifications.database.DatabaseException;
import dev.eventbus.notifications.inbox.Outgoing;
import dev.eventbus.notifications.metrics.NotificationMetrics;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Writes down what became of attempts, many in one transaction. An outcome that finds no room is forgotten, and its
 * attempt taken up again when its lease runs out: a client may then see a notification twice, but nobody none.
 */
@Singleton
final class Outcomes implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Outcomes.class);
    private static final int QUEUE = 10_000;
    private static final int BATCH = 500;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LAST_WRITES = Duration.ofSeconds(5);

    private final BlockingQueue<Settled> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Records records;
    private final NotificationMetrics metrics;
    private final InstantSource clock;
    private final Thread writer = Thread.ofVirtual().name("notifier-outcomes").unstarted(this::write);
    private volatile Consumer<List<String>> whenFailed = ids -> {};
    private volatile Runnable whenMoreIsDue = () -> {};
    private volatile boolean closing;

    Outcomes(Records records, NotificationMetrics metrics, InstantSource clock) {
        this.records = records;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * @param whenFailed told the notifications for which a channel failed for good
     * @param whenMoreIsDue told when other attempts may be due because of what was written
     */
    void start(Consumer<List<String>> whenFailed, Runnable whenMoreIsDue) {
        this.whenFailed = whenFailed;
        this.whenMoreIsDue = whenMoreIsDue;
        writer.start();
    }

    void add(Outgoing outgoing, Outcome outcome) {
        add(outgoing, outcome, false);
    }

    void addAfterAskingAgain(Outgoing outgoing, Outcome outcome) {
        add(outgoing, outcome, true);
    }

    private void add(Outgoing outgoing, Outcome outcome, boolean askedAgain) {
        metrics.count(outgoing.notification().rule(), outgoing.channel().name(), outcome.state());
        if (!queue.offer(new Settled(outgoing.notification().id(), outgoing.channel(), outcome, askedAgain))) {
            LOG.debugf("Forgot an outcome, the queue was full: size=%d", QUEUE);
        }
    }

    private void write() {
        List<Settled> batch = new ArrayList<>(BATCH);
        while (!closing || !queue.isEmpty()) {
            try {
                Settled first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                    record(batch);
                    batch.clear();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.errorf(e, "Did not record outcomes: count=%d", batch.size());
                batch.clear();
            }
        }
    }

    private void record(List<Settled> batch) throws InterruptedException {
        while (true) {
            try {
                Records.Written written = records.record(batch, clock.instant().truncatedTo(ChronoUnit.MILLIS));
                whenFailed.accept(written.failed());
                if (written.hastened()) {
                    whenMoreIsDue.run();
                }
                return;
            } catch (DatabaseException e) {
                if (closing || e.isAboutData()) {
                    LOG.warnf("Did not record outcomes: count=%d cause=%s", batch.size(), e.getMessage());
                    return;
                }
                LOG.debugf("Could not record outcomes, will be tried again: cause=%s", e.getMessage());
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** Writes what has come so far, for a few seconds at most; does nothing if it was never started. */
    @Override
    public void close() {
        closing = true;
        try {
            if (writer.isAlive() && !writer.join(LAST_WRITES)) {
                writer.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
