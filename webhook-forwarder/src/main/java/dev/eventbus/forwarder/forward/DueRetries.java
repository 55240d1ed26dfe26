package dev.eventbus.forwarder.forward;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Remembers when failed messages are due again, so that as many can be pulled then: the server delivers what is due
 * before what is new. Those it forgets wait with the rest. Safe for use by many threads.
 */
final class DueRetries {
    /** As many as may be parked at the server, and those in flight. */
    private static final int MOST = 2_000;

    /** The server's timer runs a little after ours. */
    private static final long LATER = Duration.ofMillis(10).toNanos();

    private final LongSupplier nanoTime;
    private final long zero;

    // Guards the queue, which holds nanoseconds since zero.
    private final ReentrantLock lock = new ReentrantLock();
    private final PriorityQueue<Long> dues = new PriorityQueue<>();

    DueRetries(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.zero = nanoTime.getAsLong();
    }

    private long now() {
        return nanoTime.getAsLong() - zero;
    }

    /** One more in so much time. */
    void add(Duration delay) {
        long now = now();
        lock.lock();
        try {
            if (dues.size() >= MOST) {
                dues.poll();
            }
            dues.add(now + delay.toNanos() + LATER);
        } finally {
            lock.unlock();
        }
    }

    /** Those that are due are pulled with the rest. */
    void forgetPast() {
        int unused = take(Integer.MAX_VALUE);
    }

    /** Takes those that are due, at most so many; returns how many. */
    int take(int most) {
        long now = now();
        int taken = 0;
        lock.lock();
        try {
            while (taken < most && !dues.isEmpty() && dues.peek() <= now) {
                dues.poll();
                taken++;
            }
        } finally {
            lock.unlock();
        }
        return taken;
    }

    /** How long until one is due; zero if none is to come. */
    Duration untilNext() {
        lock.lock();
        try {
            Long next = dues.peek();
            return next == null ? Duration.ZERO : Duration.ofNanos(Math.max(1_000_000, next - now()));
        } finally {
            lock.unlock();
        }
    }
}
