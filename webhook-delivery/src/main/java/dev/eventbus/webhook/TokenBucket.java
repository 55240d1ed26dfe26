package dev.eventbus.webhook;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Keeps calls within a {@link RateLimit}: as many at once as fit into a second of it, at least one, and then one after
 * another as time goes by. Safe for use by many threads; nobody waits in here.
 */
public final class TokenBucket {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private final long step;
    private final long burst;

    /** The time up to which all tokens are taken; tokens are what lies between it and now (GCRA, ITU-T I.371). */
    private final AtomicLong takenUntil;

    /** @param nanoTime a monotonic clock, such as {@code System::nanoTime} */
    public TokenBucket(RateLimit limit, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.step = limit.nanosPerCall();
        this.burst = Math.max(1, SECOND / step) * step;
        this.takenUntil = new AtomicLong(nanoTime.getAsLong() - burst);
    }

    /** Takes up to {@code most} tokens and says how many it got. */
    public int take(int most) {
        while (true) {
            long now = nanoTime.getAsLong();
            long until = takenUntil.get();
            long from = Math.max(until - now, -burst); // relative, because nanoTime may wrap around
            int taken = (int) Math.min(most, -from / step);
            if (from > -step || taken <= 0) {
                return 0;
            }
            if (takenUntil.compareAndSet(until, now + from + taken * step)) {
                return taken;
            }
        }
    }

    /** Puts tokens back that were taken and not needed. */
    public void giveBack(int tokens) {
        takenUntil.addAndGet(-tokens * step);
    }

    /** How long until there is a token; zero if there is one. */
    public Duration untilNext() {
        long missing = takenUntil.get() - nanoTime.getAsLong() + step;
        return missing <= 0 ? Duration.ZERO : Duration.ofNanos(missing);
    }
}
