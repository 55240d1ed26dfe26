package dev.eventbus;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Makes ULIDs: 26 characters, 48 bits of milliseconds and 80 random ones, that sort by the time they were made. Ids of
 * one maker grow strictly, also within a millisecond and when the clock goes back. Safe for use by many threads.
 *
 * @see <a href="https://github.com/ulid/spec">the ULID specification</a>
 */
public final class Ulid {
    private static final char[] BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int LENGTH = 26;
    private static final long HIGH_BITS = 0xFFFF;

    private final InstantSource clock;
    private final RandomGenerator random;
    private long millis = -1;
    private long high;
    private long low;

    /** @param random used under this object's lock only, so it need not be thread-safe */
    public Ulid(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    public synchronized String next() {
        long now = clock.millis();
        if (now > millis) {
            millis = now;
            high = random.nextLong() & HIGH_BITS;
            low = random.nextLong();
        } else {
            increment();
        }
        return text();
    }

    /** The next of the 80 bits; when they run over, the millisecond is advanced instead. */
    private void increment() {
        low++;
        if (low == 0) {
            high = (high + 1) & HIGH_BITS;
            if (high == 0) {
                millis++;
            }
        }
    }

    private String text() {
        char[] text = new char[LENGTH];
        for (int i = 0; i < 10; i++) {
            text[i] = BASE32[(int) (millis >>> (45 - 5 * i)) & 31];
        }
        for (int i = 10; i < LENGTH; i++) {
            text[i] = BASE32[fiveBitsOfEighty(5 * (LENGTH - 1 - i))];
        }
        return new String(text);
    }

    private int fiveBitsOfEighty(int shift) {
        if (shift >= 64) {
            return (int) (high >>> (shift - 64)) & 31;
        }
        long spill = shift > 59 ? high << (64 - shift) : 0;
        return (int) ((low >>> shift) | spill) & 31;
    }
}
