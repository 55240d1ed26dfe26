package dev.eventbus;

import dev.eventbus.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Takes events from publishers to whoever subscribed. Safe for use by many threads. */
public interface EventBus extends AutoCloseable {
    static EventBusBuilder builder() {
        return new EventBusBuilder();
    }

    /**
     * Publishes an event. Local-only subscriptions of this bus have it queued before this method returns, whatever
     * becomes of the broker. {@link Durability#PERSISTENT}: the stage completes after the store acknowledged;
     * {@link Durability#EPHEMERAL}: after hand-over. It fails with an {@link EventBusException}.
     *
     * @param eventKey {@code [source.]resource.event}; a source in it overrides the context's
     * @throws IllegalArgumentException naming what is wrong with the key, the draft or its size; nothing was sent
     */
    CompletionStage<Published> publish(EventContext context, String eventKey, EventDraft draft, Durability durability);

    /** Publishes an event that is already made, for bridges and replays; as above otherwise. */
    CompletionStage<Published> publish(Event event, Durability durability);

    /**
     * Hands an event to the local-only subscriptions of this bus, queued and inline ones, and to nobody else: neither
     * the transport nor publish interceptors see it. For events that are made once and are of no interest elsewhere;
     * with a prepared event and topic it allocates nothing but places in queues.
     *
     * @param topic {@link Event#topic()} of the event
     * @return the names of the subscriptions whose queues were full and refused it; most often none
     */
    List<String> publishLocal(Event event, Topic topic);

    /** Calls the handler for every matching event until the subscription is closed. */
    Subscription subscribe(SubscribeOptions options, EventHandler handler);

    /** As above, for a handler that decides itself what becomes of each delivery. */
    Subscription subscribe(SubscribeOptions options, VerdictHandler handler);

    /** As above, with the payload read as a type; an event whose payload does not fit is dead-lettered at once. */
    default <T> Subscription subscribe(SubscribeOptions options, Class<T> type, PayloadHandler<T> handler) {
        return subscribe(options, new TypedHandler<>(type, handler));
    }

    /**
     * Brings stored events to the handler, oldest first, and then, unless an end was set, every matching event as it
     * comes, stored ones and ephemeral ones: no stored event is left out or brought twice where the one becomes the
     * other. One event is handled at a time, in order, unless the options say a concurrency or an order key. Nothing
     * is remembered: a replay that is begun again begins where it is told to. A handler that is slow slows the reading
     * down; ephemeral events that find the queue full are dropped, as {@link SubscribeOptions#overflow} would have it.
     *
     * <p>What the handler throws is tried again as the options' retry policy says, with its successors waiting behind
     * it, and dead-lettered in the end. A replay may be closed at any time, by its handler too.
     *
     * @param options which events; neither durable, nor localOnly, nor a group
     */
    Replay replay(ReplayFrom from, SubscribeOptions options, EventHandler handler);

    /** As above, for a handler that wants to know where each event stands, or decides what becomes of it. */
    Replay replay(ReplayFrom from, SubscribeOptions options, VerdictHandler handler);

    /**
     * Takes no more deliveries and waits for queued and running work.
     *
     * @return whether all of it was done in time
     */
    boolean drain(Duration timeout);

    /** Drains for up to 30 seconds, ends all subscriptions and closes the transport. */
    @Override
    void close();
}
