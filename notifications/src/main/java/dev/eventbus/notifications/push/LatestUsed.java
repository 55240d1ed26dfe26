package dev.eventbus.notifications.push;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** A map that forgets what was used longest ago. Safe for use by many threads; makers must be quick. */
final class LatestUsed<K, V> {
    private final Map<K, V> values;

    LatestUsed(int most) {
        values = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    synchronized V get(K key, Function<K, V> maker) {
        return values.computeIfAbsent(key, maker);
    }

    synchronized V getOr(K key, V other) {
        return values.getOrDefault(key, other);
    }

    synchronized void put(K key, V value) {
        values.put(key, value);
    }

    synchronized void remove(K key) {
        values.remove(key);
    }
}
