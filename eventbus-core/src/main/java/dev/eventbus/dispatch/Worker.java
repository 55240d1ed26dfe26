package dev.eventbus.dispatch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread of a queue: takes a lane, runs some jobs of it, gives it back or sees its end, and takes the next. */
final class Worker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);

    /** How much of one lane is run while others may wait. */
    private static final int AT_ONCE = 64;

    /** For how long: a lane of slow work is given back after each piece. */
    private static final long TURN_NANOS = 100_000;

    private static final VarHandle PROGRESS;

    static {
        try {
            PROGRESS = MethodHandles.lookup().findVarHandle(Worker.class, "progress", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Backlog backlog;
    private @Nullable Thread thread;

    /** Twice the runs that have ended, and one more while one is under way. Written by this worker alone. */
    private long progress;

    Worker(Backlog backlog) {
        this.backlog = backlog;
    }

    void start(ThreadFactory threads) {
        thread = threads.newThread(this);
        thread.start();
    }

    boolean is(Thread other) {
        return thread == other;
    }

    void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    long progress() {
        return (long) PROGRESS.getAcquire(this);
    }

    long ended() {
        return progress() >> 1;
    }

    /** A run begins or ends. */
    void step() {
        PROGRESS.setRelease(this, progress + 1);
    }

    @Override
    public void run() {
        Job head = backlog.first(this);
        while (head != null) {
            head = goAlong(head);
        }
    }

    /** Runs what stands in a lane; returns the head of the next one, null if there is none. */
    private @Nullable Job goAlong(Job head) {
        Job job = head;
        long began = System.nanoTime();
        for (int i = 1; ; i++) {
            if (job.take()) {
                step();
                if (run(job) instanceof Work.Next.Again again) {
                    return backlog.afterParking(this, job, again.delay());
                }
                step();
            }
            Job next = job.moveOn();
            if (next == null) {
                return backlog.afterEnd(this, job);
            }
            if (i == AT_ONCE || System.nanoTime() - began > TURN_NANOS) {
                return backlog.afterGivingBack(this, next);
            }
            job = next;
        }
    }

    private Work.Next run(Job job) {
        try {
            return job.work.run();
        } catch (Throwable e) {
            LOG.error("Work ended in an error and was given up queue={}", backlog.spec.name(), e);
            return Work.Next.DONE;
        } finally {
            Thread.interrupted(); // meant for this job, not for the next one
        }
    }
}
