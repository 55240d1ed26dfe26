package dev.eventbus.testkit;

import dev.eventbus.Event;
import dev.eventbus.EventHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A handler that keeps what it got, and fails as often as it is told. */
public final class RecordingHandler implements EventHandler {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final List<Event> calls = new ArrayList<>();
    private int failures;

    /** The next so many calls throw an {@link IllegalStateException}, after they are recorded. */
    public synchronized RecordingHandler failing(int times) {
        failures = times;
        return this;
    }

    @Override
    public synchronized void handle(Event event) {
        calls.add(event);
        notifyAll();
        if (failures > 0) {
            failures--;
            throw new IllegalStateException("told to fail");
        }
    }

    /** Waits for so many calls; throws an {@link AssertionError} after 20 seconds. */
    public synchronized List<Event> await(int count) throws InterruptedException {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (calls.size() < count) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("waited for " + count + " calls, there were " + calls.size());
            }
            wait(left);
        }
        return List.copyOf(calls);
    }

    /** Waits for the first call; throws an {@link AssertionError} after 20 seconds, or if there were more. */
    public Event awaitOne() throws InterruptedException {
        List<Event> events = await(1);
        if (events.size() > 1) {
            throw new AssertionError("waited for one call, there were " + events.size() + ": " + ids());
        }
        return events.getFirst();
    }

    public synchronized List<Event> calls() {
        return List.copyOf(calls);
    }

    public List<String> ids() {
        return calls().stream().map(Event::id).toList();
    }
}
