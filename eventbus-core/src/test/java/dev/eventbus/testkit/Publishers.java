package dev.eventbus.testkit;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.Published;
import dev.eventbus.transport.Transport;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Threads that publish persistent events as fast as they are acknowledged, each a given number. One that is not
 * acknowledged is published again under its id, so that in the end every one is.
 */
public final class Publishers implements AutoCloseable {
    private static final int TRIES = 600;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    private final Transport transport;
    private final int each;
    private final IntFunction<Event> events;
    private final ConcurrentSkipListMap<Long, String> acknowledged = new ConcurrentSkipListMap<>();
    private final List<Thread> threads;

    /** @param events makes the event of a number, counted per thread */
    public Publishers(Transport transport, int count, int each, IntFunction<Event> events) {
        this.transport = transport;
        this.each = each;
        this.events = events;
        this.threads = IntStream.range(0, count)
                .mapToObj(i -> Thread.ofVirtual().name("publisher-" + i).start(this::publish))
                .toList();
    }

    private void publish() {
        for (int i = 0; i < each && !Thread.currentThread().isInterrupted(); i++) {
            Event event = events.apply(i);
            Published published = publish(event);
            synchronized (acknowledged) {
                acknowledged.put(published.position().sequence(), published.eventId());
                acknowledged.notifyAll();
            }
        }
    }

    private Published publish(Event event) {
        for (int i = 0; i < TRIES; i++) {
            try {
                return transport
                        .publish(event, event.topic(), Durability.PERSISTENT)
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LockSupport.parkNanos(PAUSE); // not acknowledged: once more
            } catch (InterruptedException e) {
                throw new IllegalStateException("The publisher was stopped", e);
            }
        }
        throw new AssertionError("could not publish in " + TRIES + " tries");
    }

    /** Waits until so many are acknowledged. */
    public void awaitPublished(int count) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        synchronized (acknowledged) {
            while (acknowledged.size() < count) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError("waited for " + count + " events, published " + acknowledged.size());
                }
                acknowledged.wait(left);
            }
        }
    }

    /** Waits for all; returns the ids of what is stored in the order it was stored. */
    public List<String> awaitAllInStoredOrder() throws InterruptedException {
        awaitPublished(threads.size() * each);
        return List.copyOf(acknowledged.values());
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
