package dev.eventbus.gateway.security;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The sessions seen lately, so that not every request asks PostgreSQL; bounded, the least used go first. */
final class SessionCache {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);

    SessionCache(int capacity) {
        this.capacity = capacity;
    }

    private record Entry(SignedIn signedIn, Instant checkedAt) {}

    /** The session, if it was checked no longer ago than that. */
    Optional<SignedIn> find(String sessionId, Instant now, Duration maxAge) {
        return locked(() -> {
            Entry entry = entries.get(sessionId);
            if (entry == null || !entry.checkedAt.plus(maxAge).isAfter(now)) {
                return Optional.empty();
            }
            return Optional.of(entry.signedIn);
        });
    }

    void put(SignedIn signedIn, Instant checkedAt) {
        locked(() -> {
            entries.put(signedIn.sessionId(), new Entry(signedIn, checkedAt));
            if (entries.size() > capacity) {
                entries.remove(entries.keySet().iterator().next());
            }
            return true;
        });
    }

    void forget(String sessionId) {
        locked(() -> entries.remove(sessionId) != null);
    }

    private <T> T locked(java.util.function.Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
