package dev.eventbus;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** When events of one subscription failed first, for as many as fit; what is older falls out. Thread-safe. */
final class FirstFailures {
    private static final int MOST = 1_000;

    private final InstantSource clock;
    private final Map<String, Instant> byEvent = new LinkedHashMap<>();

    FirstFailures(InstantSource clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    synchronized void remember(String eventId) {
        byEvent.putIfAbsent(eventId, now());
        if (byEvent.size() > MOST) {
            byEvent.remove(byEvent.keySet().iterator().next());
        }
    }

    synchronized void forget(String eventId) {
        byEvent.remove(eventId);
    }

    /** Now, if it did not fail before as far as this instance knows. */
    synchronized Instant firstOf(String eventId) {
        Instant first = byEvent.get(eventId);
        return first == null ? now() : first;
    }
}
