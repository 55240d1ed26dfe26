package dev.eventbus.nats;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.Published;
import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.Capabilities;
import dev.eventbus.transport.DeliverySink;
import dev.eventbus.transport.DurableSpec;
import dev.eventbus.transport.LiveListener;
import dev.eventbus.transport.Transport;
import java.util.concurrent.CompletionStage;

/** Carries events over NATS: ephemeral ones on {@code live.>}, persistent ones through stream {@code EVENTS}. */
public final class NatsTransport implements Transport {
    private NatsTransport() {}

    /** Returns at once; declares the stream as soon as the server is there. Does not close the connection later. */
    public static NatsTransport open(NatsConnection connection, NatsSettings settings) {
        throw new UnsupportedOperationException(connection + " " + settings);
    }

    /** Whether the connection is up and the stream is as it should be. */
    public boolean isReady() {
        return false;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true, true, 1_048_576);
    }

    @Override
    public CompletionStage<Published> publish(Event event, Topic topic, Durability durability) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Registration listen(TopicPattern interest, LiveListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Registration consume(DurableSpec spec, DeliverySink sink) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
