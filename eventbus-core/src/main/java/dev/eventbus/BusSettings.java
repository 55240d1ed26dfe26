package dev.eventbus;

import dev.eventbus.dispatch.Overflow;
import dev.eventbus.dispatch.QueueSpec;
import dev.eventbus.dispatch.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What {@link EventBusBuilder} was told. */
record BusSettings(
        int workers,
        int queueCapacity,
        Overflow overflow,
        Duration blockDeadline,
        InstantSource clock,
        RandomGenerator random,
        Timer timer,
        List<Interceptor> interceptors,
        @Nullable DeadLetterSink deadLetters) {
    private static final int ORDERED_ROOM = 1_000;
    private static final int MOST_UNSETTLED = 10_000;

    /** As many events may be parked for a retry as may wait. */
    QueueSpec queue(String name, SubscribeOptions options) {
        return new QueueSpec(
                name,
                queueCapacity,
                options.concurrencyOr(workers),
                options.overflowOr(overflow),
                blockDeadline,
                queueCapacity);
    }

    /**
     * A replay's queue is never full: what is read waits for one of {@value ReplayFlow#ROOM} places before it is
     * brought, what is live for one of the queue's capacity.
     */
    QueueSpec replayQueue(String name, SubscribeOptions options) {
        int most = queueCapacity + ReplayFlow.ROOM;
        int concurrency = options.orderKey() == null ? options.concurrencyOr(1) : options.concurrencyOr(workers);
        return new QueueSpec(name, most, concurrency, Overflow.BLOCK, blockDeadline, most);
    }

    /**
     * A durable's queue never loses anything: its transport brings no more than the window at a time, and may wait
     * where deliveries that are over stand in the way of their successors. What an ordered one parks for a retry is
     * part of the window.
     */
    QueueSpec durableQueue(String name, SubscribeOptions options) {
        int window = window(options);
        return new QueueSpec(
                name,
                2 * window,
                options.concurrencyOr(workers),
                Overflow.BLOCK,
                options.ackWait(),
                options.orderKey() == null ? 0 : window);
    }

    /** How many deliveries may be unsettled: beside those of a slow or failing key, others have to find their place. */
    int window(SubscribeOptions options) {
        int concurrency = options.concurrencyOr(workers);
        return options.orderKey() == null
                ? concurrency
                : Math.max(concurrency, Math.min(MOST_UNSETTLED, concurrency + ORDERED_ROOM));
    }
}
