package dev.eventbus.gateway.security;

import dev.eventbus.gateway.database.DatabaseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL said about a credential lately: believed for a few seconds, so that not every request asks; while
 * PostgreSQL is away, for some minutes, so that publishing goes on. Bounded, the least used go first.
 */
final class SeenLately<T> {
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration GOOD_WHILE_DATABASE_IS_AWAY = Duration.ofMinutes(15);
    private static final int CAPACITY = 10_000;

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Entry<T>> entries = new LinkedHashMap<>(64, 0.75f, true);

    SeenLately(InstantSource clock) {
        this.clock = clock;
    }

    private record Entry<T>(T value, Instant checkedAt) {}

    /** The value, asked for anew if need be. Throws {@link DatabaseException} if it is unknown and cannot be. */
    Optional<T> find(String id, Supplier<Optional<T>> question) {
        Instant now = clock.instant();
        Optional<T> fresh = known(id, now, FRESH);
        if (fresh.isPresent()) {
            return fresh;
        }
        try {
            Optional<T> found = question.get();
            found.ifPresentOrElse(value -> put(id, value, now), () -> forget(id));
            return found;
        } catch (DatabaseException e) {
            return Optional.of(known(id, now, GOOD_WHILE_DATABASE_IS_AWAY).orElseThrow(() -> e));
        }
    }

    /** The value if there is no need to ask. */
    Optional<T> known(String id) {
        return known(id, clock.instant(), FRESH);
    }

    void put(String id, T value) {
        put(id, value, clock.instant());
    }

    void forget(String id) {
        locked(() -> entries.remove(id));
    }

    void forgetIf(Predicate<T> condition) {
        locked(() -> entries.values().removeIf(entry -> condition.test(entry.value)));
    }

    private Optional<T> known(String id, Instant now, Duration maxAge) {
        Entry<T> entry = locked(() -> entries.get(id));
        return entry == null || !entry.checkedAt.plus(maxAge).isAfter(now)
                ? Optional.empty()
                : Optional.of(entry.value);
    }

    private void put(String id, T value, Instant checkedAt) {
        locked(() -> {
            entries.put(id, new Entry<>(value, checkedAt));
            if (entries.size() > CAPACITY) {
                entries.remove(entries.keySet().iterator().next());
            }
            return true;
        });
    }

    private <R extends @Nullable Object> R locked(Supplier<R> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
