package dev.eventbus.bench.dispatch;

import com.google.common.eventbus.AsyncEventBus;
import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.dispatch.Overflow;
import dev.eventbus.memory.MemoryTransport;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Who takes events through a bounded queue to a handler on one of two workers. A publisher that finds the queue full
 * waits. Public because JMH's generated code sets it.
 */
public enum QueuedEngine {
    /** A local-only subscription, ordered by resource id. */
    EVENTBUS {
        @Override
        QueuedBus start(Consumer<Event> handler) {
            EventBus bus = EventBus.builder()
                    .transport(new MemoryTransport())
                    .workers(WORKERS)
                    .queueCapacity(CAPACITY)
                    .overflow(Overflow.BLOCK)
                    .build();
            bus.subscribe(
                    SubscribeOptions.to(Events.KEY)
                            .org(Events.ORGANIZATION)
                            .localOnly()
                            .orderedBy(Event::resourceId),
                    handler::accept);
            return QueuedBus.of(event -> bus.publish(event, Durability.EPHEMERAL), bus::close);
        }
    },
    /** Keeps no order. */
    GUAVA {
        @Override
        QueuedBus start(Consumer<Event> handler) {
            ThreadPoolExecutor workers = new ThreadPoolExecutor(
                    WORKERS,
                    WORKERS,
                    0,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(CAPACITY),
                    QueuedEngine::waitForRoom);
            AsyncEventBus bus = new AsyncEventBus(workers);
            bus.register(new InlineEngine.GuavaListener(handler));
            return QueuedBus.of(bus::post, workers::shutdownNow);
        }
    },
    /** The floor: a queue, and workers that take as many events as there are. Matches nothing, keeps no order. */
    QUEUE {
        @Override
        QueuedBus start(Consumer<Event> handler) {
            return new PlainQueue(WORKERS, CAPACITY, handler);
        }
    };

    private static final int WORKERS = 2;
    private static final int CAPACITY = 10_000;

    abstract QueuedBus start(Consumer<Event> handler);

    private static void waitForRoom(Runnable work, ThreadPoolExecutor workers) {
        try {
            workers.getQueue().put(work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
