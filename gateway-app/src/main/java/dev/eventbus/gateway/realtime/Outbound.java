package dev.eventbus.gateway.realtime;

import io.micrometer.core.instrument.Counter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The way to one client. What it has not taken yet is counted; a client too slow to take it is cut off, so that it
 * costs the others neither time nor memory. Never blocks; safe for use by many threads.
 */
final class Outbound {
    /** How much may wait for a client, in characters. A single larger frame still goes to a client that keeps up. */
    static final int MAX_PENDING = 1 << 20;

    private final Wire wire;
    private final Counter sent;
    private final AtomicLong pending = new AtomicLong();
    private final AtomicBoolean isClosed = new AtomicBoolean();

    Outbound(Wire wire, Counter sent) {
        this.wire = wire;
        this.sent = sent;
    }

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
            if (gone == null) {
                sent.increment();
            }
        });
    }

    /** Closes once, with the first reason given. */
    void close(int code, String reason) {
        if (isClosed.compareAndSet(false, true)) {
            wire.close(code, reason);
        }
    }
}
