package dev.eventbus.nats;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** How many messages may be pulled now: free permits, none while paused, and never again once closed. */
final class PullGate {
    private final int permits;

    // Guards the fields below; signalled whenever one of them changes.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int free;
    private volatile boolean paused;
    private volatile boolean closed;

    PullGate(int permits) {
        this.permits = permits;
        this.free = permits;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isOpen() {
        return !closed && !paused;
    }

    /** Waits for a free permit and takes all there are; 0 when it was paused or closed or the time is over. */
    int takeAll(Duration timeout) {
        await(timeout, () -> free > 0 || !isOpen());
        // Handlers that have just ended give their permits back first: one pull for all of them instead of one for
        // each.
        Thread.yield();
        lock.lock();
        try {
            int taken = isOpen() ? free : 0;
            free -= taken;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a free permit and takes it; false when it was paused or closed or the time is over. */
    boolean takeOne(Duration timeout) {
        lock.lock();
        try {
            await(timeout, () -> free > 0 || !isOpen());
            boolean taken = isOpen() && free > 0;
            free -= taken ? 1 : 0;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    void release(int count) {
        change(() -> free += count);
    }

    /** Waits until every permit is free; returns whether they are. */
    boolean awaitAllFree(Duration timeout) {
        return await(timeout, () -> free == permits);
    }

    void awaitOpen(Duration timeout) {
        await(timeout, () -> !paused || closed);
    }

    /** Waits out the time unless it is closed before. */
    void awaitClosed(Duration timeout) {
        await(timeout, () -> closed);
    }

    void pause() {
        change(() -> paused = true);
    }

    void resume() {
        change(() -> paused = false);
    }

    void close() {
        change(() -> closed = true);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean await(Duration timeout, BooleanSupplier condition) {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return condition.getAsBoolean();
    }
}
