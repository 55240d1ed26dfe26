package dev.eventbus.dispatch;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of a queue that are not done, in the order they may be started: a job of a key stands behind the earlier
 * ones of its key until they are done, a job without a key behind nobody. Not thread-safe; the queue's lock guards it.
 *
 * <pre>
 *   add ─▶ waiting, behind its key ─▶ waiting, ready ─▶ taken (running or parked) ─▶ leave
 * </pre>
 */
final class Lanes {
    /** All that waits to be taken. */
    private final Line waiting = new Line();

    /** What may be taken now: of each key at most its head. */
    private final ArrayDeque<Job> ready = new ArrayDeque<>();

    /** Per key the last of the jobs that have not left; {@code ahead} leads to the head, which is ready or taken. */
    private final Map<Object, Job> lasts = new HashMap<>();

    int depth() {
        return waiting.size();
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    void add(Job job) {
        waiting.add(job);
        Job last = job.key == null ? null : lasts.put(job.key, job);
        if (last == null) {
            makeReady(job);
        } else {
            last.behind = job;
            job.ahead = last;
        }
    }

    private void makeReady(Job job) {
        job.ready = true;
        ready.addLast(job);
    }

    /** The next job to start; the caller has asked {@link #hasReady}. */
    Job take() {
        Job job = ready.removeFirst();
        job.ready = false;
        waiting.remove(job);
        return job;
    }

    /** Makes a taken job ready once more, before all others. */
    void again(Job job) {
        waiting.addOldest(job);
        job.ready = true;
        ready.addFirst(job);
    }

    /** Ends a job that is not waiting, and lets the next one of its key go if it was the head. */
    void leave(Job job) {
        Job ahead = job.ahead;
        Job behind = job.behind;
        if (behind != null) {
            behind.ahead = ahead;
        } else if (job.key != null && ahead == null) {
            lasts.remove(job.key);
        } else if (job.key != null) {
            lasts.put(job.key, ahead);
        }
        if (ahead != null) {
            ahead.behind = behind;
        } else if (behind != null) {
            makeReady(behind);
        }
    }

    /** Removes the oldest waiting job; null if there is none. */
    @Nullable
    Job dropOldest() {
        Job oldest = waiting.oldest();
        if (oldest == null) {
            return null;
        }
        waiting.remove(oldest);
        if (oldest.ready) {
            ready.removeFirstOccurrence(oldest); // the oldest is in front or close to it
        }
        leave(oldest);
        return oldest;
    }
}
