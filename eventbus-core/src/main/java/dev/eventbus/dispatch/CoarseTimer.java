package dev.eventbus.dispatch;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Lets alarms that are a while off and ring at about the same time share one entry of another timer. To set one up and
 * call it off, as happens with nearly every deadline, costs no more than a hash table's entry. Alarms ring up to
 * {@value #GRAIN_MILLIS} ms late, never early; those that are near are the other timer's.
 */
final class CoarseTimer implements Timer {
    static final int GRAIN_MILLIS = 50;

    private static final long GRAIN = GRAIN_MILLIS * 1_000_000L;

    /** Nearer ones must be exact; and a thread that stands still for so long loses no more than its sharing. */
    private static final Duration NEAR = Duration.ofSeconds(1);

    private final Timer exact;
    private final LongSupplier nanoTime;
    private final long origin;
    private final ConcurrentHashMap<Long, Moment> moments = new ConcurrentHashMap<>();

    CoarseTimer(Timer exact, LongSupplier nanoTime) {
        this.exact = exact;
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
    }

    @Override
    public Alarm after(Duration delay, Runnable task) {
        if (delay.compareTo(NEAR) < 0) {
            return exact.after(delay, task);
        }
        long grain = Math.addExact(elapsed(), delay.toNanos()) / GRAIN + 1;
        return moments.computeIfAbsent(grain, this::open).add(task);
    }

    private long elapsed() {
        return nanoTime.getAsLong() - origin;
    }

    private Moment open(long grain) {
        Moment moment = new Moment(exact);
        Duration left = Duration.ofNanos(grain * GRAIN - elapsed());
        Alarm unused = exact.after(left, () -> {
            moments.remove(grain, moment);
            moment.ring();
        });
        return moment;
    }

    @Override
    public void close() {
        exact.close();
        moments.clear();
    }

    /** Alarms that ring together. */
    private static final class Moment {
        private final Set<Entry> entries = ConcurrentHashMap.newKeySet();
        private final Timer exact;
        private volatile boolean rung;

        Moment(Timer exact) {
            this.exact = exact;
        }

        Alarm add(Runnable task) {
            Entry entry = new Entry(task, entries);
            entries.add(entry);
            if (rung) { // while this thread was on its way here: whoever takes it out, rings it
                ring(entry);
            }
            return entry;
        }

        void ring() {
            rung = true;
            entries.forEach(this::ring);
        }

        /** Each by itself: one that throws must not keep the others from ringing. */
        private void ring(Entry entry) {
            if (entry.takeOut()) {
                Alarm unused = exact.after(Duration.ZERO, entry.task);
            }
        }
    }

    /** Compared by identity. Taken out once, either to ring or because it was called off. */
    private static final class Entry implements Alarm {
        private final Runnable task;
        private final Set<Entry> among;

        Entry(Runnable task, Set<Entry> among) {
            this.task = task;
            this.among = among;
        }

        boolean takeOut() {
            return among.remove(this);
        }

        @Override
        public void cancel() {
            takeOut();
        }
    }
}
