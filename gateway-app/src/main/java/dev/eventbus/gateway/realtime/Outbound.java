package dev.eventbus.gateway.realtime;

import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The way to one client. What it has not taken yet is counted; a client too slow to take it is cut off, so that it
 * costs the others neither time nor memory. Blocks only where it says so; safe for use by many threads.
 */
final class Outbound {
    /** How much may wait for a client, in characters. A single larger frame still goes to a client that keeps up. */
    static final int MAX_PENDING = 1 << 20;

    private static final int MUCH = MAX_PENDING / 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Wire wire;
    private final Counter sent;
    private final AtomicLong pending = new AtomicLong();
    private volatile boolean hasTaken = true;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    Outbound(Wire wire, Counter sent) {
        this.wire = wire;
        this.sent = sent;
    }

    void send(String frame) {
        var unused = offer(frame);
    }

    /**
     * As {@link #send}, for whoever can wait: blocks while much is pending, and cuts the client off if it does not take
     * it within ten seconds.
     */
    void sendPatiently(String frame) {
        CompletableFuture<?> taken = offer(frame);
        if (pending.get() <= MUCH) {
            return;
        }
        try {
            taken.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            close(1013, "too slow; reconnect");
        } catch (ExecutionException e) {
            return; // the client is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<?> offer(String frame) {
        int size = frame.length();
        if (isClosed.get()) {
            return CompletableFuture.completedFuture(null);
        }
        long before = pending.getAndAdd(size);
        if (before > 0 && before + size > MAX_PENDING) {
            pending.addAndGet(-size);
            close(1013, "too slow; reconnect");
            return CompletableFuture.completedFuture(null);
        }
        return wire.send(frame)
                .whenComplete((taken, gone) -> {
                    pending.addAndGet(-size);
                    hasTaken = true;
                    if (gone == null) {
                        sent.increment();
                    }
                })
                .toCompletableFuture();
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
            wire.close(code, reason);
        }
    }
}
