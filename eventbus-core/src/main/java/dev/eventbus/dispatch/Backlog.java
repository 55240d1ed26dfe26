package dev.eventbus.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one queue holds, and the one lock that guards it: the place where those who bring work, the workers and those
 * who wait for the end meet. The lock is never held while work runs.
 */
final class Backlog {
    private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);

    /** How often the lock is tried before a thread sleeps for it: it is held for less time than that takes. */
    private static final int TRIES = 100;

    /** How often a worker without work looks for some before it ends, while that pays: some ten microseconds. */
    private static final int MOST_LOOKS = 500;

    /** While it does not: looking takes the processor from those who bring work. */
    private static final int FEWEST_LOOKS = 16;

    final QueueSpec spec;
    private final Timer timer;

    private final ReentrantLock lock = new ReentrantLock();

    /** For those who wait for room. */
    final Condition room = lock.newCondition();

    /** For those who wait for work to end. */
    final Condition quiet = lock.newCondition();

    final Lanes lanes;
    final Tally tally;
    final Workers workers;
    private final Set<Job> parked = new HashSet<>();
    boolean accepting = true;
    private boolean closed;

    /** Up to how much may be accepted without a look at what the workers have taken meanwhile. */
    private long roomUntil;

    private int looks = MOST_LOOKS;

    int waitingForRoom;
    int waitingForQuiet;

    Backlog(QueueSpec spec, Timer timer) {
        this.spec = spec;
        this.timer = timer;
        this.lanes = new Lanes((long) spec.capacity() + spec.parking());
        this.tally = new Tally(spec);
        this.workers = new Workers(spec, all -> new Worker(this));
    }

    void lock() {
        for (int i = 0; i < TRIES; i++) {
            if (lock.tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /** The lock must be held, as for all that follows unless it says otherwise. */
    Counts counts() {
        return tally.counts(workers.runs(), parked.size());
    }

    boolean isFull() {
        if (tally.accepted < roomUntil) {
            return false;
        }
        int free = spec.capacity() - counts().depth();
        roomUntil = tally.accepted + free;
        return free <= 0;
    }

    void add(Job job) {
        tally.accepted++;
        lanes.add(job);
        if (job.ready) {
            workers.call();
        }
    }

    /** A worker's first lane. Takes the lock, as the next four do. */
    @Nullable
    Job first(Worker worker) {
        lock();
        try {
            workers.arrived();
            return nextLane(worker);
        } finally {
            unlock();
        }
    }

    /** The worker's next lane after one that ended with this job. */
    @Nullable
    Job afterEnd(Worker worker, Job last) {
        lock();
        try {
            lanes.ended(last);
            return nextLane(worker);
        } finally {
            unlock();
        }
    }

    /** The worker's next lane after one that has more to come. */
    @Nullable
    Job afterGivingBack(Worker worker, Job head) {
        lock();
        try {
            lanes.giveBack(head);
            return nextLane(worker);
        } finally {
            unlock();
        }
    }

    /** The worker's next lane after one whose head has to wait for another try, or is given up for want of room. */
    @Nullable
    Job afterParking(Worker worker, Job job, Duration delay) {
        Job next;
        boolean given;
        lock();
        try {
            worker.step();
            tally.unfinished++;
            given = !park(job, delay);
            next = nextLane(worker);
        } finally {
            unlock();
        }
        if (given) {
            abandon(job);
        }
        return next;
    }

    private boolean park(Job job, Duration delay) {
        if (!closed && parked.size() < spec.parking()) {
            parked.add(job);
            job.alarm = timer.after(delay, () -> unpark(job));
            return true;
        }
        if (!closed) {
            tally.dropped("retry, the parking being full");
        }
        tally.abandoned++;
        lanes.leave(job);
        return false;
    }

    /** Takes the lock. */
    private void unpark(Job job) {
        lock();
        try {
            if (parked.remove(job)) {
                lanes.again(job);
                roomUntil = 0;
                workers.call();
            }
        } finally {
            unlock();
        }
    }

    private @Nullable Job nextLane(Worker worker) {
        tellThoseWhoWait();
        Job head = lanes.takeLane();
        if (head == null && workers.mayLook()) {
            head = look();
        }
        if (head == null) {
            workers.ended(worker);
        } else if (lanes.hasReady()) {
            workers.call();
        }
        return head;
    }

    /** Lets go of the lock while it looks; longer the next time if it found something, shorter if not. */
    private @Nullable Job look() {
        int most = looks;
        unlock();
        try {
            for (int i = 0; i < most && !workers.isCalled(); i++) {
                Thread.onSpinWait();
            }
        } finally {
            lock();
            workers.looked();
        }
        Job head = lanes.takeLane();
        looks = head == null ? Math.max(FEWEST_LOOKS, most / 2) : Math.min(MOST_LOOKS, 2 * most);
        return head;
    }

    private void tellThoseWhoWait() {
        if (waitingForRoom > 0 && counts().depth() <= spec.capacity() - spec.capacity() / 8) {
            room.signalAll();
        }
        if (waitingForQuiet > 0) {
            quiet.signalAll();
        }
    }

    /** No more work from now on, and none of what waits or is parked. Takes the lock. */
    List<Job> leftovers() {
        List<Job> leftovers = new ArrayList<>();
        lock();
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
            unlock();
        }
        return leftovers;
    }

    /** Called without the lock. What it throws must end neither the worker, which may hold its next lane, nor the close. */
    void abandon(Job job) {
        try {
            job.work.abandon();
        } catch (RuntimeException e) {
            LOG.error("Work could not be told that it was given up queue={}", spec.name(), e);
        }
    }
}
