package dev.eventbus.gateway.realtime;

import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The way to one client. What it has not taken yet is counted; a client too slow to take it is cut off, so that it
 * costs the others neither time nor memory. Blocks only where it says so; safe for use by many threads.
 */
final class Outbound {
    /** How much may wait for a client, in characters. A single larger frame still goes to a client that keeps up. */
    static final int MAX_PENDING = 1 << 20;

    /** From here on whoever can wait does. */
    static final int MUCH = MAX_PENDING / 4;

    private final Wire wire;
    private final Counter sent;
    private final AtomicLong pending = new AtomicLong();
    private volatile boolean hasTaken = true;
    private volatile @Nullable Thread waiter;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    Outbound(Wire wire, Counter sent) {
        this.wire = wire;
        this.sent = sent;
    }

    /** Sends behind what is pending; cuts the client off if that is too much. */
    void send(String frame) {
        int size = frame.length();
        if (isClosed.get()) {
            return;
        }
        long before = pending.getAndAdd(size);
        if (before > 0 && before + size > MAX_PENDING) {
            pending.addAndGet(-size);
            close(1013, "too slow; reconnect");
            return;
        }
        wire.send(frame).whenComplete((taken, gone) -> {
            pending.addAndGet(-size);
            hasTaken = true;
            if (gone == null) {
                sent.increment();
            }
            LockSupport.unpark(waiter); // nobody, most of the time
        });
    }

    /** Whether so much more is neither too much nor better sent later. */
    boolean hasRoom(int size) {
        long now = pending.get();
        return now == 0 || (now <= MUCH && now + size <= MAX_PENDING) || isClosed.get();
    }

    /** Waits, one thread at a time, until there is room or nothing is sent any more; returns whether it is so. */
    boolean awaitRoom(int size, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        waiter = Thread.currentThread();
        try {
            while (!hasRoom(size)) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, left);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            return true;
        } finally {
            waiter = null;
        }
    }

    /** Whether something waits for the client and nothing was taken since this was asked last. */
    boolean isStuck() {
        boolean took = hasTaken;
        hasTaken = false;
        return !took && pending.get() > 0;
    }

    /** Closes once, with the first reason given. */
    void close(int code, String reason) {
        if (isClosed.compareAndSet(false, true)) {
            LockSupport.unpark(waiter);
            wire.close(code, reason);
        }
    }
}
