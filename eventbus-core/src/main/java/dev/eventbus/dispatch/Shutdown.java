package dev.eventbus.dispatch;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a queue: no more work, then waiting for what there is, or giving it up. */
final class Shutdown {
    private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);

    private final Backlog backlog;

    Shutdown(Backlog backlog) {
        this.backlog = backlog;
    }

    void stopAccepting() {
        backlog.lock();
        try {
            backlog.accepting = false;
            backlog.room.signalAll();
        } finally {
            backlog.unlock();
        }
    }

    boolean drain(Duration timeout) {
        stopAccepting();
        return await(timeout, () -> backlog.counts().isIdle());
    }

    void close(Duration grace) {
        stopAccepting();
        backlog.leftovers().forEach(backlog::abandon);
        if (!await(grace, this::nothingElseRuns)) {
            interruptWorkers();
        }
    }

    private boolean nothingElseRuns() {
        int own = backlog.workers.isOneOfThem(Thread.currentThread()) ? 1 : 0;
        return backlog.counts().running() <= own;
    }

    private void interruptWorkers() {
        backlog.lock();
        try {
            int running = backlog.counts().running();
            if (running > 0) {
                LOG.warn("Interrupted work that did not end in time queue={} running={}", backlog.spec.name(), running);
            }
            backlog.workers.interruptOthers();
        } finally {
            backlog.unlock();
        }
    }

    private boolean await(Duration timeout, BooleanSupplier done) {
        long left = timeout.toNanos();
        backlog.lock();
        backlog.waitingForQuiet++;
        try {
            while (!done.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = backlog.quiet.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return done.getAsBoolean();
        } finally {
            backlog.waitingForQuiet--;
            backlog.unlock();
        }
    }
}
