package dev.eventbus.gateway.dispatch;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Whether what is known was still true a moment ago. A process that stood still, or a look that hangs, makes it old
 * without anybody noticing; whoever relies on it asks here first.
 */
final class Freshness {
    /** A change is to be heeded within two seconds. */
    static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(1_800);

    /** So that not everybody waits for a database that is away. */
    private static final long AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long PATIENCE_MILLIS = 1_000;

    private final LongSupplier nanoTime;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile long trueAt;
    private volatile long failedAt;

    /** @param nanoTime the monotonic clock */
    Freshness(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.trueAt = nanoTime.getAsLong() - FRESH_NANOS;
        this.failedAt = nanoTime.getAsLong() - AFTER_FAILURE_NANOS;
    }

    /** @param asked when the look began that found it to be true */
    void confirm(long asked) {
        trueAt = asked;
    }

    /**
     * Says whether it is fresh, after a look if it was not. One looks for all who ask.
     *
     * @param look confirms, or says false if it could not
     */
    boolean isFreshAfter(BooleanSupplier look) {
        return isFresh() || lookedAt(look);
    }

    private boolean isFresh() {
        return nanoTime.getAsLong() - trueAt < FRESH_NANOS;
    }

    private boolean lookedAt(BooleanSupplier look) {
        boolean isMine;
        try {
            isMine = looking.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        if (!isMine) {
            return isFresh();
        }
        try {
            if (isFresh()) {
                return true;
            }
            if (nanoTime.getAsLong() - failedAt < AFTER_FAILURE_NANOS) {
                return false;
            }
            boolean isTrue = look.getAsBoolean();
            if (!isTrue) {
                failedAt = nanoTime.getAsLong();
            }
            return isTrue && isFresh();
        } finally {
            looking.unlock();
        }
    }
}
