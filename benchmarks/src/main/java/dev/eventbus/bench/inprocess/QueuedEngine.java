package dev.eventbus.bench.inprocess;

import com.google.common.eventbus.AsyncEventBus;
import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.dispatch.Overflow;
import dev.eventbus.memory.MemoryTransport;
import dev.eventbus.topic.Topic;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Who takes events through a bounded queue to a handler on one of two workers. A publisher that finds the queue full
 * waits. Public because JMH's generated code sets it.
 */
public enum QueuedEngine {
    /** A local-only subscription, ordered by resource id; the topic is prepared like the event. */
    EVENTBUS {
        @Override
        QueuedBus start(List<Event> events, Consumer<Event> handler) {
            EventBus bus = ours(handler);
            List<Topic> topics = events.stream().map(Event::topic).toList();
            return QueuedBus.of(i -> bus.publishLocal(events.get(i), topics.get(i)), bus::close);
        }
    },
    /** The same with a publish that goes on to the transport, where nobody listens. */
    EVENTBUS_PUBLISH {
        @Override
        QueuedBus start(List<Event> events, Consumer<Event> handler) {
            EventBus bus = ours(handler);
            return QueuedBus.of(i -> bus.publish(events.get(i), Durability.EPHEMERAL), bus::close);
        }
    },
    /** Keeps no order. */
    GUAVA {
        @Override
        QueuedBus start(List<Event> events, Consumer<Event> handler) {
            ThreadPoolExecutor workers = new ThreadPoolExecutor(
                    WORKERS,
                    WORKERS,
                    0,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(CAPACITY),
                    QueuedEngine::waitForRoom);
            AsyncEventBus bus = new AsyncEventBus(workers);
            bus.register(new InlineEngine.GuavaListener(handler));
            return QueuedBus.of(i -> bus.post(events.get(i)), workers::shutdownNow);
        }
    },
    /** Keeps no order. */
    MBASSADOR {
        @Override
        QueuedBus start(List<Event> events, Consumer<Event> handler) {
            return Peers.mbassador(events, handler, WORKERS, CAPACITY);
        }
    },
    /** Two consumers, of which each gets every second event: its queue has no bound, so the publisher waits itself. */
    VERTX {
        @Override
        QueuedBus start(List<Event> events, Consumer<Event> handler) {
            return Peers.vertx(events, handler, WORKERS, CAPACITY);
        }
    },
    /** Two consumers that sort the resources among them, so it keeps the order of each. Matches nothing. */
    DISRUPTOR {
        @Override
        QueuedBus start(List<Event> events, Consumer<Event> handler) {
            return Peers.disruptor(events, handler, WORKERS, 16_384);
        }
    },
    /** The floor: a queue, and workers that take as many events as there are. Matches nothing, keeps no order. */
    QUEUE {
        @Override
        QueuedBus start(List<Event> events, Consumer<Event> handler) {
            return new PlainQueue(events, WORKERS, CAPACITY, handler);
        }
    };

    private static final int WORKERS = 2;
    private static final int CAPACITY = 10_000;

    /** @param events what {@link QueuedBus#publish} takes the index of */
    abstract QueuedBus start(List<Event> events, Consumer<Event> handler);

    private static EventBus ours(Consumer<Event> handler) {
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
        return bus;
    }

    private static void waitForRoom(Runnable work, ThreadPoolExecutor workers) {
        try {
            workers.getQueue().put(work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
