package dev.eventbus.dispatch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One subscription's bounded queue and its workers. Work of one key runs one at a time in the order it came; all other
 * work runs side by side, up to the queue's concurrency. Nothing here is shared with other queues, so none delays
 * another. Safe for use by many threads.
 */
public final class WorkQueue {
    /** A worker does not tell of every single place that becomes free, so who waits for one looks that often. */
    private static final long LOOK_NANOS = 1_000_000;

    private final QueueSpec spec;
    private final Backlog backlog;
    private final Shutdown shutdown;

    WorkQueue(QueueSpec spec, Timer timer) {
        this.spec = spec;
        this.backlog = new Backlog(spec, timer);
        this.shutdown = new Shutdown(backlog);
    }

    /** Brings work; with {@link Overflow#BLOCK} waits for room. */
    public Offer offer(@Nullable Object key, Work work) {
        return offer(key, work, spec.overflow() == Overflow.BLOCK ? spec.blockDeadline() : Duration.ZERO);
    }

    /** Brings work and never waits: a full queue of {@link Overflow#BLOCK} rejects at once. */
    public Offer offerNow(@Nullable Object key, Work work) {
        return offer(key, work, Duration.ZERO);
    }

    private Offer offer(@Nullable Object key, Work work, Duration patience) {
        Offer offer = offerIfRoom(key, work);
        return offer == null ? offerToFull(new Job(key, work), patience) : offer;
    }

    /** Brings work where there is room; null means that there is none, and that nothing was done or counted. */
    public @Nullable Offer offerIfRoom(@Nullable Object key, Work work) {
        Job job = new Job(key, work);
        backlog.lock();
        try {
            if (!backlog.accepting) {
                return Offer.CLOSED;
            }
            if (backlog.isFull()) {
                return null;
            }
            backlog.tally.calm();
            backlog.add(job);
            return Offer.ACCEPTED;
        } finally {
            backlog.unlock();
        }
    }

    private Offer offerToFull(Job job, Duration patience) {
        Job loser = null;
        backlog.lock();
        try {
            boolean room = roomComesIn(patience);
            if (!backlog.accepting) {
                return Offer.CLOSED;
            }
            if (!room) {
                loser = spec.overflow() == Overflow.DROP_OLDEST ? backlog.lanes.dropOldest() : null;
                if (loser == null) {
                    return refuse();
                }
                backlog.tally.dropped("oldest");
                backlog.tally.abandoned++;
            }
            backlog.add(job);
        } finally {
            backlog.unlock();
        }
        if (loser != null) {
            backlog.abandon(loser);
        }
        return Offer.ACCEPTED;
    }

    private boolean roomComesIn(Duration patience) {
        long left = patience.toNanos();
        backlog.waitingForRoom++;
        try {
            while (left > 0 && backlog.isFull() && backlog.accepting) {
                long look = Math.min(left, LOOK_NANOS);
                left -= look - backlog.room.awaitNanos(look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // no more patience: the offer is judged as things stand
        } finally {
            backlog.waitingForRoom--;
        }
        return !backlog.isFull();
    }

    private Offer refuse() {
        if (spec.overflow() == Overflow.DROP_NEWEST) {
            backlog.tally.dropped("newest");
            return Offer.DROPPED;
        }
        backlog.tally.rejected();
        return Offer.REJECTED;
    }

    public Counts counts() {
        backlog.lock();
        try {
            return backlog.counts();
        } finally {
            backlog.unlock();
        }
    }

    /** From now on {@link #offer} says CLOSED; what was accepted goes on. */
    void stopAccepting() {
        shutdown.stopAccepting();
    }

    /**
     * Takes no more work and waits until all of it is done, parked work included.
     *
     * @return whether it was done in time
     */
    public boolean drain(Duration timeout) {
        return shutdown.drain(timeout);
    }

    /**
     * Takes no more work, abandons what is waiting or parked, waits for what is running and, after the grace,
     * interrupts it. Called by the queue's own work, it does not wait for that. Safe to call twice.
     */
    public void close(Duration grace) {
        shutdown.close(grace);
    }
}
