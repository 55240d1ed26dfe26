package dev.eventbus.gateway.dispatch;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bulkhead of one subscriber: so many attempts at a time, first ones and retries together, and it alone suffers when
 * they take long. Claimed deliveries wait here for their turn, before any first attempt.
 */
final class Lane {
    /** The most that is claimed ahead of its turn. */
    static final int MOST_AHEAD = 500;

    private static final long SECOND = 1_000_000_000L;

    private final Permits permits;
    private final AtomicInteger size;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Pace pace = new Pace();

    Lane(int size) {
        this.size = new AtomicInteger(size);
        this.permits = new Permits(size);
    }

    /** Whether there was room and nobody was waiting for it; then {@link #leave} must follow. */
    boolean tryEnter() {
        return !permits.hasQueuedThreads() && permits.tryAcquire();
    }

    /** Says that somebody is going to {@link #enter}. */
    void announce() {
        waiting.incrementAndGet();
    }

    /** Blocks until there is room; whoever does not come to it, says so with an exception and has not entered. */
    void enter() throws InterruptedException {
        try {
            permits.acquire();
        } finally {
            waiting.decrementAndGet();
        }
    }

    void leave() {
        permits.release();
        pace.count(System.nanoTime());
    }

    /** How many deliveries to claim: as many as find room at once, or soon by what was done in the last second. */
    int room() {
        int soon = Math.min(MOST_AHEAD, pace.lastSecond(System.nanoTime()));
        return Math.max(0, Math.max(free(), soon) - waiting.get());
    }

    int free() {
        return Math.max(0, permits.availablePermits());
    }

    int waiting() {
        return waiting.get();
    }

    boolean isIdle() {
        return waiting.get() == 0 && permits.availablePermits() >= size.get();
    }

    void resize(int newSize) {
        int before = size.getAndSet(newSize);
        if (newSize > before) {
            permits.release(newSize - before);
        } else if (newSize < before) {
            permits.shrink(before - newSize);
        }
    }

    private static final class Permits extends Semaphore {
        private static final long serialVersionUID = 1L;

        Permits(int size) {
            super(size, true);
        }

        void shrink(int by) {
            reducePermits(by);
        }
    }

    /** Counts by whole seconds; a count lost to a race at the turn of one does no harm. */
    static final class Pace {
        private final AtomicLong second = new AtomicLong();
        private final AtomicInteger current = new AtomicInteger();
        private volatile int last;

        void count(long nanoTime) {
            turn(nanoTime);
            current.incrementAndGet();
        }

        int lastSecond(long nanoTime) {
            turn(nanoTime);
            return Math.max(last, current.get());
        }

        private void turn(long nanoTime) {
            long now = Math.floorDiv(nanoTime, SECOND);
            long before = second.get();
            if (now != before && second.compareAndSet(before, now)) {
                int counted = current.getAndSet(0);
                last = now == before + 1 ? counted : 0;
            }
        }
    }
}
