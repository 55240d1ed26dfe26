package dev.eventbus.it;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Publishes one event after another, about three hundred a second, until it is closed. */
public final class Load implements AutoCloseable {

    private static final long PAUSE_NANOS = 3_000_000;

    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Thread publisher;
    private volatile boolean closed;

    private Load(Api api, String eventKey) {
        publisher = Thread.ofVirtual().start(() -> publish(api, eventKey));
    }

    /** Begins to publish events of this key. */
    public static Load of(Api api, String eventKey) {
        return new Load(api, eventKey);
    }

    /** The ids of the events that were acknowledged so far. */
    public List<String> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** What was answered instead, or what broke. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    private void publish(Api api, String eventKey) {
        for (int i = 0; !closed; i++) {
            try {
                acknowledged.add(api.publish(Map.of("eventKey", eventKey, "payload", Map.of("number", i))));
            } catch (UncheckedIOException | AssertionError e) {
                failures.add(e.toString());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Stops and waits for the answer to the last one. */
    @Override
    public void close() {
        closed = true;
        try {
            publisher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
