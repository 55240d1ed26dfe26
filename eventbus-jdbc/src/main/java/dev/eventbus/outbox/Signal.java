package dev.eventbus.outbox;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets one thread wait until it is woken or the wait is over; a wake-up while it is busy is not lost. */
final class Signal {
    private final Semaphore woken = new Semaphore(0);
    private volatile boolean closed;

    void wake() {
        if (woken.availablePermits() == 0) {
            woken.release();
        }
    }

    void await(Duration atMost) throws InterruptedException {
        if (!closed && woken.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            woken.drainPermits();
        }
    }

    void close() {
        closed = true;
        woken.release();
    }

    boolean isClosed() {
        return closed;
    }
}
