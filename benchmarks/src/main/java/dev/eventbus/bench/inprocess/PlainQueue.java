package dev.eventbus.bench.inprocess;

import dev.eventbus.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The least that gets an event to another thread within bounds. */
final class PlainQueue implements QueuedBus {
    private static final int MOST_AT_ONCE = 256;

    private final List<Event> events;
    private final BlockingQueue<Event> queue;
    private final List<Thread> workers;

    PlainQueue(List<Event> events, int workers, int capacity, Consumer<Event> handler) {
        this.events = events;
        queue = new ArrayBlockingQueue<>(capacity);
        this.workers = IntStream.range(0, workers)
                .mapToObj(i -> Thread.ofPlatform().daemon().start(() -> work(handler)))
                .toList();
    }

    private void work(Consumer<Event> handler) {
        List<Event> batch = new ArrayList<>(MOST_AT_ONCE);
        try {
            while (true) {
                batch.add(queue.take());
                queue.drainTo(batch, MOST_AT_ONCE - 1);
                batch.forEach(handler);
                batch.clear();
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    @Override
    public void publish(int index) {
        try {
            queue.put(events.get(index));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        workers.forEach(Thread::interrupt);
    }
}
