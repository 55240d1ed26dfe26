package dev.eventbus.transport;

import dev.eventbus.DeadLetterSink;
import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.Published;
import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicPattern;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Carries events between instances. Every broker binding implements this and passes {@code TransportContract}.
 *
 * <p>A transport matches on the six positions of a topic at least; the bus checks filters itself, so a transport may
 * deliver more than a pattern asks for, never less.
 */
public interface Transport extends AutoCloseable {
    Capabilities capabilities();

    /**
     * Sends an event. {@link Durability#PERSISTENT}: the stage completes after the store acknowledged, and publishing
     * the same id again stores nothing new. {@link Durability#EPHEMERAL}: it completes after hand-over. Fails with an
     * {@code EventBusException} that says whether the event may have been stored all the same.
     */
    CompletionStage<Published> publish(Event event, Topic topic, Durability durability);

    /**
     * Hands every event to the listener from now on, ephemeral ones and persistent ones once they are stored, until
     * the registration is closed. Nothing is kept for a listener that is away or slow.
     */
    default Registration listen(TopicPattern interest, LiveListener listener) {
        return listen(interest, null, listener);
    }

    /**
     * As above; of those who listen with the same pattern, filters included, and the same group, one alone gets each
     * event.
     *
     * @param group a topic segment, or null to get every event
     */
    Registration listen(TopicPattern interest, @Nullable String group, LiveListener listener);

    /**
     * Hands stored events to the sink, oldest first, each until it is settled as handled or dead. Instances that
     * consume under the same name share the work. At most {@link DurableSpec#concurrency()} deliveries are unsettled
     * at a time in this instance.
     */
    Registration consume(DurableSpec spec, DeliverySink sink);

    /**
     * Reads stored events, oldest first, then those stored from then on, each once and in order, until the
     * registration is closed; connections that come and go make no gap. Nothing is acknowledged or remembered.
     *
     * <p>History and what follows come from the same reader, so that no event falls between the two. Where a store
     * was deleted and made anew, reading begins at its beginning.
     */
    Registration read(ReadSpec spec, ReadListener listener);

    /** Keeps dead letters of subscriptions that have no store of their own, beside those of durable ones. */
    DeadLetterSink deadLetterSink();

    /** Ends all registrations, then lets go of the broker. Unsettled deliveries come again elsewhere. */
    @Override
    void close();

    /** Ends what {@link #listen} or {@link #consume} began; blocks until no further call to the listener starts. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
