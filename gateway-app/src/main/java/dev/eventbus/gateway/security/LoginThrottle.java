package dev.eventbus.gateway.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Slows down guessing: after a number of failures within a while, a key has to wait. Remembers a bounded number of
 * keys, the least recently seen go first.
 */
final class LoginThrottle {
    private static final Duration WHILE = Duration.ofMinutes(15);
    private static final Duration WAIT = Duration.ofMinutes(1);
    private static final int CAPACITY = 10_000;

    private final int permitted;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Failures> failures = new LinkedHashMap<>(64, 0.75f, true);

    /** @param permitted how many failures a key has before it must wait */
    LoginThrottle(int permitted, InstantSource clock) {
        this.permitted = permitted;
        this.clock = clock;
    }

    private record Failures(int count, Instant last) {}

    /** How long the key has to wait; zero if it need not. */
    Duration waitFor(String key) {
        lock.lock();
        try {
            Failures known = failures.get(key);
            if (known == null || known.count < permitted) {
                return Duration.ZERO;
            }
            Duration left = Duration.between(clock.instant(), known.last.plus(WAIT));
            return left.isPositive() ? left : Duration.ZERO;
        } finally {
            lock.unlock();
        }
    }

    void failed(String key) {
        lock.lock();
        try {
            Instant now = clock.instant();
            Failures known = failures.get(key);
            int before = known == null || !known.last.plus(WHILE).isAfter(now) ? 0 : known.count;
            failures.put(key, new Failures(before + 1, now));
            if (failures.size() > CAPACITY) {
                failures.remove(failures.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    void succeeded(String key) {
        lock.lock();
        try {
            failures.remove(key);
        } finally {
            lock.unlock();
        }
    }
}
