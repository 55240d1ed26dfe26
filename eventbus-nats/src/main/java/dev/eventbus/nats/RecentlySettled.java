package dev.eventbus.nats;

import java.time.Instant;
import java.util.Arrays;

/**
 * The messages that were settled here last, so that one whose ack got lost on its way to the server, or in the
 * server's crash, is acknowledged again and not handled again. Bounded: a message falls out when another one of the
 * same slot is settled, that is about {@value #SLOTS} messages later. Safe for use by many threads.
 */
final class RecentlySettled {
    private static final int SLOTS = 1 << 14;

    // By sequence modulo the number of slots; a stream that was made anew counts from 1 again, hence the times.
    private final long[] sequences = new long[SLOTS];
    private final long[] times = new long[SLOTS];

    synchronized void add(long sequence, Instant storedAt) {
        int slot = slot(sequence);
        sequences[slot] = sequence;
        times[slot] = nanos(storedAt);
    }

    synchronized boolean contains(long sequence, Instant storedAt) {
        int slot = slot(sequence);
        return sequences[slot] == sequence && times[slot] == nanos(storedAt);
    }

    synchronized void clear() {
        Arrays.fill(sequences, 0);
    }

    private static int slot(long sequence) {
        return (int) (sequence & (SLOTS - 1));
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
    }
}
