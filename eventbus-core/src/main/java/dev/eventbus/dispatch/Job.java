package dev.eventbus.dispatch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Work in a queue with the key that orders it; compared by identity. It is its own link in the lane of its key, so that
 * a worker goes from one job of a lane to the next without the queue's lock.
 */
final class Job {
    /** Stands behind a job whose worker has gone on: what comes now begins a lane of its own. */
    private static final Job END = new Job(null, () -> Work.Next.DONE);

    private static final VarHandle TAKEN;
    private static final VarHandle BEHIND;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAKEN = lookup.findVarHandle(Job.class, "taken", boolean.class);
            BEHIND = lookup.findVarHandle(Job.class, "behind", Job.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final @Nullable Object key;
    final Work work;
    Timer.@Nullable Alarm alarm;

    /** The one before it in its lane, as far as known; guarded by the queue's lock but for its being forgotten. */
    @Nullable
    Job ahead;

    /** Whether it stands among the lanes that a worker may take; guarded by the queue's lock. */
    boolean ready;

    private volatile boolean taken;
    private volatile @Nullable Job behind;

    Job(@Nullable Object key, Work work) {
        this.key = key;
        this.work = work;
    }

    /** Claims the job, to run it or to give it up; only one call succeeds. */
    boolean take() {
        return !taken && TAKEN.compareAndSet(this, false, true);
    }

    boolean isTaken() {
        return taken;
    }

    void putBack() {
        taken = false;
    }

    /** Puts a job behind this one, the last of its lane; false if this one has ended its lane already. */
    boolean follow(Job next) {
        return BEHIND.compareAndSet(this, (Job) null, next);
    }

    /** Leaves this job behind; returns the next of its lane, or null if the lane has ended with this one. */
    @Nullable
    Job moveOn() {
        Job next = (Job) BEHIND.getAndSet(this, END);
        if (next != null) {
            next.ahead = null;
        }
        return next;
    }

    /**
     * Takes a job that will not be run out of its lane, unless it is the last there or a worker is just passing. Where
     * the last one is given up and followed by another, that one takes its place.
     */
    void skip() {
        Job before = ahead;
        Job next = behind;
        if (before != null && next != null && next != END && BEHIND.compareAndSet(before, this, next)) {
            next.ahead = before;
        }
    }
}
