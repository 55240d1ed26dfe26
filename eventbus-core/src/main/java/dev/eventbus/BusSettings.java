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
     * A durable's queue never loses anything: its transport brings no more than the concurrency at a time, and may
     * wait where deliveries that ran out of time stand in the way of their successors.
     */
    QueueSpec durableQueue(String name, SubscribeOptions options) {
        int concurrency = options.concurrencyOr(workers);
        return new QueueSpec(name, 2 * concurrency, concurrency, Overflow.BLOCK, options.ackWait(), 0);
    }
}
