package dev.eventbus.bench.nats;

import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Counts what was done and lets one thread wait for it. */
final class Meter {
    private static final long LOOK_NANOS = 50_000;
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final LongAdder done = new LongAdder();

    void increment() {
        done.increment();
    }

    long count() {
        return done.sum();
    }

    /** Throws an {@link IllegalStateException} if so many are not done within 30 seconds. */
    void await(long count) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (done.sum() < count) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Lost " + (count - done.sum()) + " of " + count);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
