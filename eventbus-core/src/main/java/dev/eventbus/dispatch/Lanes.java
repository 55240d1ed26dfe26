package dev.eventbus.dispatch;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
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
    /** All that waits to be taken, oldest first. */
    private final LinkedHashSet<Job> waiting = new LinkedHashSet<>();

    /** What may be taken now: of each key at most its head. */
    private final LinkedHashSet<Job> ready = new LinkedHashSet<>();

    /** Per key the jobs that have not left, head first; the head is ready or taken. */
    private final Map<Object, ArrayDeque<Job>> lanes = new HashMap<>();

    int depth() {
        return waiting.size();
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    void add(Job job) {
        waiting.add(job);
        if (job.key == null) {
            ready.add(job);
            return;
        }
        ArrayDeque<Job> lane = lanes.computeIfAbsent(job.key, key -> new ArrayDeque<>());
        lane.add(job);
        if (lane.size() == 1) {
            ready.add(job);
        }
    }

    /** The next job to start; the caller has asked {@link #hasReady}. */
    Job take() {
        Job job = ready.removeFirst();
        waiting.remove(job);
        return job;
    }

    /** Makes a taken job ready once more, before all others. */
    void again(Job job) {
        waiting.addFirst(job);
        ready.addFirst(job);
    }

    /** Ends a taken job, and lets the next one of its key go. */
    void leave(Job job) {
        if (job.key == null) {
            return;
        }
        ArrayDeque<Job> lane = lanes.get(job.key);
        if (lane == null) {
            return;
        }
        boolean wasHead = lane.peek() == job;
        lane.remove(job);
        Job next = lane.peek();
        if (next == null) {
            lanes.remove(job.key);
        } else if (wasHead) {
            ready.add(next);
        }
    }

    /** Removes the oldest waiting job; null if there is none. */
    @Nullable
    Job dropOldest() {
        if (waiting.isEmpty()) {
            return null;
        }
        Job oldest = waiting.removeFirst();
        ready.remove(oldest);
        leave(oldest);
        return oldest;
    }
}
