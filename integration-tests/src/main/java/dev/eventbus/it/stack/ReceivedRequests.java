package dev.eventbus.it.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last requests, bounded by their number and by the room they take. */
final class ReceivedRequests {

    private static final int MOST = 1_000;
    private static final long MOST_CHARACTERS = 32L * 1024 * 1024;

    private final Deque<ReceivedRequest> kept = new ArrayDeque<>();
    private long characters;

    synchronized void add(ReceivedRequest request) {
        kept.addLast(request);
        characters += request.body().length();
        while (kept.size() > MOST || (characters > MOST_CHARACTERS && kept.size() > 1)) {
            characters -= kept.removeFirst().body().length();
        }
    }

    synchronized List<ReceivedRequest> oldestFirst() {
        return List.copyOf(kept);
    }

    synchronized void clear() {
        kept.clear();
        characters = 0;
    }
}
