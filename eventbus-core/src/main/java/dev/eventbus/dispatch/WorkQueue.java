package dev.eventbus.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription's bounded queue and its workers. Work of one key runs one at a time in the order it came; all other
 * work runs side by side, up to the queue's concurrency. Nothing here is shared with other queues, so none delays
 * another. Safe for use by many threads.
 */
public final class WorkQueue {
    private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);

    private final QueueSpec spec;
    private final Timer timer;

    /** Guards everything below; never held while work runs. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition room = lock.newCondition();
    private final Condition quiet = lock.newCondition();
    private final Lanes lanes = new Lanes();
    private final Set<Job> parked = new HashSet<>();
    private final Tally tally = new Tally();
    private final Workers workers;
    private boolean accepting = true;
    private boolean closed;

    WorkQueue(QueueSpec spec, Timer timer) {
        this.spec = spec;
        this.timer = timer;
        this.workers = new Workers(spec);
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
        Job loser = null;
        lock.lock();
        try {
            if (accepting && isFull() && !patience.isZero()) {
                awaitRoom(patience);
            }
            if (!accepting) {
                return Offer.CLOSED;
            }
            if (isFull()) {
                loser = spec.overflow() == Overflow.DROP_OLDEST ? lanes.dropOldest() : null;
                if (loser == null) {
                    return refuse();
                }
                tally.dropped(spec, "oldest");
                tally.abandoned++;
            } else {
                tally.calm();
            }
            tally.accepted++;
            lanes.add(new Job(key, work));
            startWorker();
        } finally {
            lock.unlock();
        }
        if (loser != null) {
            abandon(loser);
        }
        return Offer.ACCEPTED;
    }

    /** What it throws must end neither the worker, which may hold its next job, nor the close. */
    private void abandon(Job job) {
        try {
            job.work.abandon();
        } catch (RuntimeException e) {
            LOG.error("Work could not be told that it was given up queue={}", spec.name(), e);
        }
    }

    private boolean isFull() {
        return lanes.depth() >= spec.capacity();
    }

    private void awaitRoom(Duration patience) {
        long left = patience.toNanos();
        try {
            while (left > 0 && isFull() && accepting) {
                left = room.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // no more patience: the offer is judged as things stand
        }
    }

    private Offer refuse() {
        if (spec.overflow() == Overflow.DROP_NEWEST) {
            tally.dropped(spec, "newest");
            return Offer.DROPPED;
        }
        tally.rejected(spec);
        return Offer.REJECTED;
    }

    private void startWorker() {
        if (lanes.hasReady()) {
            workers.startOne(this::work);
        }
    }

    /** A worker's life: one job after another until none is ready. */
    private void work() {
        Job job = next(null, Work.Next.DONE);
        while (job != null) {
            job = next(job, run(job));
        }
    }

    private Work.Next run(Job job) {
        try {
            return job.work.run();
        } catch (Throwable e) {
            LOG.error("Work ended in an error and was given up queue={}", spec.name(), e);
            return Work.Next.DONE;
        } finally {
            Thread.interrupted(); // meant for this job, not for the next one
        }
    }

    /** Puts the last job where it belongs and takes the next; null ends the worker. */
    private @Nullable Job next(@Nullable Job last, Work.Next outcome) {
        boolean abandoned = false;
        Job next = null;
        lock.lock();
        try {
            if (last == null) {
                workers.arrived();
            } else {
                abandoned = !settle(last, outcome);
            }
            if (lanes.hasReady()) {
                next = lanes.take();
                room.signal();
                startWorker();
            } else {
                workers.ended();
            }
            tally.running = tally.running + (next == null ? 0 : 1) - (last == null ? 0 : 1);
            quiet.signalAll();
        } finally {
            lock.unlock();
        }
        if (abandoned && last != null) {
            abandon(last);
        }
        return next;
    }

    /** Whether the job is done or parked; otherwise it was given up. */
    private boolean settle(Job job, Work.Next outcome) {
        switch (outcome) {
            case Work.Next.Done done -> {
                tally.done++;
                lanes.leave(job);
                return true;
            }
            case Work.Next.Again again -> {
                if (!closed && parked.size() < spec.parking()) {
                    parked.add(job);
                    job.alarm = timer.after(again.delay(), () -> unpark(job));
                    return true;
                }
                if (!closed) {
                    tally.dropped(spec, "retry, the parking being full");
                }
                tally.abandoned++;
                lanes.leave(job);
                return false;
            }
        }
    }

    private void unpark(Job job) {
        lock.lock();
        try {
            if (parked.remove(job)) {
                lanes.again(job);
                startWorker();
            }
        } finally {
            lock.unlock();
        }
    }

    public Counts counts() {
        lock.lock();
        try {
            return tally.counts(lanes.depth(), parked.size());
        } finally {
            lock.unlock();
        }
    }

    /** From now on {@link #offer} says CLOSED; what was accepted goes on. */
    void stopAccepting() {
        lock.lock();
        try {
            accepting = false;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes no more work and waits until all of it is done, parked work included.
     *
     * @return whether it was done in time
     */
    public boolean drain(Duration timeout) {
        stopAccepting();
        return await(timeout, () -> tally.counts(lanes.depth(), parked.size()).isIdle());
    }

    /**
     * Takes no more work, abandons what is waiting or parked, waits for what is running and, after the grace,
     * interrupts it. Called by the queue's own work, it does not wait for that. Safe to call twice.
     */
    public void close(Duration grace) {
        stopAccepting();
        leftovers().forEach(this::abandon);
        if (!await(grace, () -> tally.running <= (workers.isOneOfThem(Thread.currentThread()) ? 1 : 0))) {
            interruptWorkers();
        }
    }

    private List<Job> leftovers() {
        List<Job> leftovers = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            for (Job job = lanes.dropOldest(); job != null; job = lanes.dropOldest()) {
                leftovers.add(job);
            }
            for (Job job : parked) {
                if (job.alarm != null) {
                    job.alarm.cancel();
                }
                leftovers.add(job);
            }
            parked.clear();
            tally.abandoned += leftovers.size();
            quiet.signalAll();
        } finally {
            lock.unlock();
        }
        return leftovers;
    }

    private void interruptWorkers() {
        lock.lock();
        try {
            if (tally.running > 0) {
                LOG.warn("Interrupted work that did not end in time queue={} running={}", spec.name(), tally.running);
            }
            workers.interruptOthers();
        } finally {
            lock.unlock();
        }
    }

    private boolean await(Duration timeout, BooleanSupplier done) {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (!done.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = quiet.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return done.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }
}
