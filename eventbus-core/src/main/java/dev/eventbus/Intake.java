package dev.eventbus;

import dev.eventbus.dispatch.Offer;
import dev.eventbus.dispatch.Overflow;
import dev.eventbus.dispatch.QueueSpec;
import dev.eventbus.dispatch.Timer;
import dev.eventbus.dispatch.Work;
import dev.eventbus.dispatch.WorkQueue;
import dev.eventbus.transport.Delivery;
import dev.eventbus.transport.DurableSpec;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way into one subscription's queue: turns events and deliveries into work, in the lane of their key. */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final QueueSpec spec;
    private final WorkQueue queue;
    private final HandlerCall call;
    private final @Nullable Function<Event, String> orderKey;
    private final GiveUp giveUp;

    Intake(
            QueueSpec spec,
            WorkQueue queue,
            HandlerCall call,
            @Nullable Function<Event, String> orderKey,
            GiveUp giveUp) {
        this.spec = spec;
        this.queue = queue;
        this.call = call;
        this.orderKey = orderKey;
        this.giveUp = giveUp;
    }

    String name() {
        return spec.name();
    }

    boolean mayWait() {
        return spec.overflow() == Overflow.BLOCK;
    }

    /** Brings an event that nobody keeps if there is room; null means there is none, and nothing was done. */
    @Nullable
    Offer offerIfRoom(Event event) {
        return queue.offerIfRoom(keyOf(event), new MemoryWork(call, event, Position.NONE, giveUp));
    }

    /** Brings an event that nobody keeps, and waits for room if the subscription says so. */
    Offer offer(Event event, Position position) {
        return queue.offer(keyOf(event), new MemoryWork(call, event, position, giveUp));
    }

    /** As {@link #offer}, but never waits: the transport's thread has others to serve. */
    Offer offerNow(Event event, Position position) {
        return queue.offerNow(keyOf(event), new MemoryWork(call, event, position, giveUp));
    }

    /** As {@link #offer}; says when the event is handled or given up, which of one that was not accepted is at once. */
    void offer(Event event, Position position, ReplayedWork.WhenOver whenOver) {
        Work work = new ReplayedWork(new MemoryWork(call, event, position, giveUp), whenOver);
        if (queue.offer(keyOf(event), work) != Offer.ACCEPTED) {
            whenOver.over(false);
        }
    }

    /** Brings a stored event. One that finds no room comes again. */
    void offer(Delivery delivery, DurableSpec durable, Timer timer) {
        DurableWork work = new DurableWork(call, delivery, durable, timer);
        work.arrived();
        switch (queue.offer(keyOf(delivery.event()), work)) {
            case ACCEPTED -> {}
            case CLOSED -> work.abandon();
            case REJECTED, DROPPED -> work.refused();
        }
    }

    /** An order function that fails costs its event the order, not the delivery. */
    private @Nullable Object keyOf(Event event) {
        try {
            return orderKey == null ? null : orderKey.apply(event);
        } catch (Throwable e) { // an Error, too: it must not end the transport's thread, which has others to serve
            LOG.warn(
                    "Order key could not be told, the event is handled out of order subscription={} eventId={}",
                    spec.name(),
                    event.id(),
                    e);
            return null;
        }
    }
}
