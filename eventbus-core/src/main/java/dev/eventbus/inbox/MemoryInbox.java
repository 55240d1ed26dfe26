package dev.eventbus.inbox;

import dev.eventbus.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Remembers events in this process: the last so many, for so long. Guards against what is delivered twice within that
 * time to this instance, not against what another instance handled.
 */
public final class MemoryInbox implements Inbox {
    private final int capacity;
    private final Duration retention;
    private final InstantSource clock;
    private final Map<Key, Running> running = new HashMap<>();
    private final LinkedHashMap<Key, Instant> handled = new LinkedHashMap<>();

    private record Key(String subscription, String eventId) {}

    /**
     * @param capacity how many events are remembered; the oldest is forgotten for a new one
     * @param retention how long each is remembered
     */
    public MemoryInbox(int capacity, Duration retention, InstantSource clock) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be >= 1, was " + capacity);
        }
        if (!retention.isPositive()) {
            throw new IllegalArgumentException("retention must be positive, was " + retention);
        }
        this.capacity = capacity;
        this.retention = retention;
        this.clock = clock;
    }

    @Override
    public Verdict once(String subscription, String eventId, Work work) throws Exception {
        Key key = new Key(subscription, eventId);
        Running mine = new Running(Thread.currentThread(), new CountDownLatch(1));
        while (true) {
            Running other;
            synchronized (running) {
                if (remembers(key)) {
                    return Verdict.ACK;
                }
                other = running.putIfAbsent(key, mine);
            }
            if (other == null) {
                return run(key, mine, work);
            }
            if (other.thread() == mine.thread()) {
                throw new IllegalStateException(
                        "The event is being handled on this thread already: its subscription has"
                                + " the inbox twice. Use Deduplicate on the bus or on the subscription, not on both.");
            }
            other.over().await();
        }
    }

    private Verdict run(Key key, Running mine, Work work) throws Exception {
        Verdict verdict = null;
        try {
            verdict = work.run();
            return verdict;
        } finally {
            end(key, verdict);
            mine.over().countDown();
        }
    }

    private void end(Key key, @Nullable Verdict verdict) {
        synchronized (running) {
            running.remove(key);
            if (verdict instanceof Verdict.Ack) {
                handled.put(key, clock.instant());
                if (handled.size() > capacity) {
                    handled.pollFirstEntry();
                }
            }
        }
    }

    /** Forgets what is too old first: in the order of the map, which is that of the times. */
    private boolean remembers(Key key) {
        Instant tooOld = clock.instant().minus(retention);
        Iterator<Instant> times = handled.values().iterator();
        while (times.hasNext() && !times.next().isAfter(tooOld)) {
            times.remove();
        }
        return handled.containsKey(key);
    }

    /** Who handles an event, and what opens when that is over. */
    private record Running(Thread thread, CountDownLatch over) {}
}
