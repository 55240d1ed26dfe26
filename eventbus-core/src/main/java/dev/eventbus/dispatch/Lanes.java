package dev.eventbus.dispatch;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of a queue in the order they may be started: those of one key are a lane, each linked behind the one before;
 * a job without a key is a lane by itself. A lane is ready or belongs to one worker or to its parked head. Not
 * thread-safe, the queue's lock guards it; but the worker a lane belongs to goes along it without the lock, and may end
 * it while a job is put behind its last: see {@link Job#follow} and {@link Job#moveOn}, of which one comes first.
 *
 * <pre>
 *   add ─▶ behind the last of its key ─┐
 *    └───▶ ready ─▶ a worker's ─▶ next of the lane … ─▶ ended
 *            ▲          └─▶ parked ─┐  (its lane waits behind it)
 *            └──────────────────────┘
 * </pre>
 */
final class Lanes {
    private static final int FEW = 64;

    private final int mostByAge;

    /** The heads of the lanes that a worker may take. */
    private final ArrayDeque<Job> ready = new ArrayDeque<>();

    /** What waits, oldest first, and at most as much again of what was taken since. */
    private final ArrayDeque<Job> byAge = new ArrayDeque<>();

    /** Per key the last of its lane. */
    private final Map<Object, Job> lasts = new HashMap<>();

    /** How many ready heads were given up at most; those without a lane behind them are left over. */
    private int givenUp;

    /** @param most how much will wait at a time */
    Lanes(long most) {
        this.mostByAge = (int) Math.min(Integer.MAX_VALUE, 2 * most + FEW);
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Adds new work. */
    void add(Job job) {
        if (byAge.size() >= mostByAge) {
            byAge.removeIf(Job::isTaken);
        }
        byAge.addLast(job);
        Job last = job.key == null ? null : lasts.put(job.key, job);
        if (last == null || !last.follow(job)) {
            makeReady(job);
        } else {
            job.ahead = last;
            if (last.isTaken()) {
                last.skip();
            }
        }
    }

    private void makeReady(Job job) {
        job.ready = true;
        ready.addLast(job);
    }

    /** The head of the next lane, which from now on belongs to the caller; null if there is none. */
    @Nullable
    Job takeLane() {
        for (Job oldest = byAge.peekFirst(); oldest != null && oldest.isTaken(); oldest = byAge.peekFirst()) {
            byAge.removeFirst();
        }
        Job head = ready.pollFirst();
        if (head != null) {
            head.ready = false;
        }
        return head;
    }

    /** Gives a lane back whose worker has others to serve. */
    void giveBack(Job head) {
        makeReady(head);
    }

    /** Makes a taken job the head of a ready lane once more, before all others. */
    void again(Job job) {
        job.putBack();
        byAge.addFirst(job);
        job.ready = true;
        ready.addFirst(job);
    }

    /** Gives a lane back behind a head that is over. */
    void leave(Job head) {
        Job next = head.moveOn();
        if (next == null) {
            ended(head);
        } else {
            makeReady(next);
        }
    }

    /** Forgets a lane that ended with this job, unless work of its key has come since. */
    void ended(Job last) {
        if (last.key != null) {
            lasts.remove(last.key, last);
        }
    }

    /** Takes the oldest waiting job, to give it up; null if there is none. */
    @Nullable
    Job dropOldest() {
        for (Job oldest = byAge.pollFirst(); oldest != null; oldest = byAge.pollFirst()) {
            if (oldest.take()) {
                oldest.skip();
                clearAway(oldest);
                return oldest;
            }
        }
        return null;
    }

    /** A head that was given up stays, because its lane hangs on it, until there are many of its kind. */
    private void clearAway(Job dropped) {
        if (!dropped.ready || ++givenUp <= FEW + ready.size() / 2) {
            return;
        }
        givenUp = 0;
        for (int left = ready.size(); left > 0; left--) {
            Job head = ready.removeFirst();
            if (head.isTaken()) {
                head.ready = false;
                leave(head);
            } else {
                ready.addLast(head);
            }
        }
    }
}
