package dev.eventbus.dispatch;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Calls back after a while; injected wherever something waits, so that tests move time themselves. */
@FunctionalInterface
public interface Timer extends AutoCloseable {
    /** Runs the task once after the delay, on the timer's own thread: it must hand over, not work. */
    Alarm after(Duration delay, Runnable task);

    /** Forgets everything that is still to come. */
    @Override
    default void close() {}

    /** A call that may still be called off. */
    @FunctionalInterface
    interface Alarm {
        /** Calls it off; does nothing if it has rung already. */
        void cancel();
    }

    /** A timer of real time, with one daemon thread of the given name; delays from a second on may take 50 ms more. */
    static Timer real(String name) {
        return new CoarseTimer(exact(name), System::nanoTime);
    }

    /** As {@link #real}, but exact for every delay; for alarms that are few, or seldom called off. */
    static Timer exact(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name(name).factory());
        executor.setRemoveOnCancelPolicy(true);
        // After close nobody waits any more; a straggler must not fail for it.
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return new Timer() {
            @Override
            public Alarm after(Duration delay, Runnable task) {
                ScheduledFuture<?> future = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> future.cancel(false);
            }

            @Override
            public void close() {
                executor.shutdownNow();
            }
        };
    }
}
