package dev.eventbus.gateway.channels.pull;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The right to run a channel, as this replica knows it. It ends by itself: a replica that cannot renew it stops before
 * another one begins, which needs nothing but clocks that run equally fast.
 */
final class Lease {
    private final String channelId;
    private final String owner;
    private final long epoch;
    private final LongSupplier nanos;
    private final AtomicLong until;

    /**
     * @param epoch grows whenever the channel changes hands
     * @param nanos a monotonic clock
     * @param until by that clock
     */
    Lease(String channelId, Hand hand, LongSupplier nanos, long until) {
        this.channelId = channelId;
        this.owner = hand.owner();
        this.epoch = hand.epoch();
        this.nanos = nanos;
        this.until = new AtomicLong(until);
    }

    /** Who has it, for the how manyeth time it changed hands. */
    record Hand(String owner, long epoch) {}

    String channelId() {
        return channelId;
    }

    String owner() {
        return owner;
    }

    long epoch() {
        return epoch;
    }

    boolean isHeld() {
        return until.get() - nanos.getAsLong() > 0;
    }

    /** One that is over stays over: who ran by it has seen that and stopped. */
    void extend(long newUntil) {
        until.updateAndGet(before -> before - nanos.getAsLong() > 0 ? newUntil : before);
    }

    void end() {
        until.set(nanos.getAsLong());
    }
}
