package dev.eventbus.nats;

import dev.eventbus.DeadLetterSink;
import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventBusException;
import dev.eventbus.Position;
import dev.eventbus.Published;
import dev.eventbus.dispatch.Timer;
import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.Capabilities;
import dev.eventbus.transport.DeliverySink;
import dev.eventbus.transport.DurableSpec;
import dev.eventbus.transport.LiveListener;
import dev.eventbus.transport.ReadListener;
import dev.eventbus.transport.ReadSpec;
import dev.eventbus.transport.Transport;
import io.nats.client.Connection;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Carries events over NATS: ephemeral ones on {@code live.>}, persistent ones through stream {@value #STREAM} on
 * {@code events.>}, which republishes them to {@code live.>} once they are stored. Safe for use by many threads.
 *
 * <p>A publish completes on the client's receiving thread: dependents must not block there.
 */
public final class NatsTransport implements Transport {
    /** The stream that keeps persistent events. */
    public static final String STREAM = EventStream.NAME;

    /** The most a server can be set to; which one it will be is not known before the first connection. */
    private static final long LARGEST_MAX_PAYLOAD = 64 << 20;

    private static final int HEADER_ROOM = 512;

    private final NatsConnection connection;
    private final EventStream stream;
    private final PublishEvent publishEvent;
    private final LiveEvents liveEvents;
    private final LiveDeadLetters deadLetters;
    private final Timer timer = Timer.real("nats-ack-wait");
    private final Set<Registration> registrations = ConcurrentHashMap.newKeySet();
    private volatile long maxPayload = LARGEST_MAX_PAYLOAD;
    private volatile boolean stores = true;
    private volatile boolean closed;

    private NatsTransport(NatsConnection connection, NatsSettings settings) {
        this.connection = connection;
        this.stream = new EventStream(connection, settings);
        this.publishEvent = new PublishEvent(connection, settings);
        this.liveEvents = new LiveEvents(connection);
        this.deadLetters = new LiveDeadLetters(connection);
    }

    /**
     * Waits up to two seconds for the server and the stream, then goes on with both in the background. Closing the
     * transport does not close the connection.
     */
    public static NatsTransport open(NatsConnection connection, NatsSettings settings) {
        NatsTransport transport = new NatsTransport(connection, settings);
        transport.liveEvents.open();
        transport.stream.open();
        return transport;
    }

    /** Whether the connection is up and the stream is as it should be. */
    public boolean isReady() {
        return !closed && stream.isReady();
    }

    /**
     * What is stored now. Blocks for one request.
     *
     * @throws EventBusException when the server cannot be asked
     */
    public StoredRange stored() {
        String couldNot = "Could not look what is stored";
        StreamView view = StreamView.of(JetStreamApi.of(connection.require(couldNot), couldNot));
        return new StoredRange(view.first(), new Position(view.last()));
    }

    /** What the server says it has and takes; while there is none, what the last one said. */
    @Override
    public Capabilities capabilities() {
        Connection current = connection.current();
        if (current != null && current.getMaxPayload() > 0) {
            maxPayload = current.getMaxPayload();
            // A server without JetStream may be the neighbour of one that has it: the stream counts more than the word.
            stores = current.getServerInfo().isJetStreamAvailable() || stream.isReady();
        }
        return new Capabilities(stores, stores, true, (int) Math.min(Integer.MAX_VALUE, maxPayload) - HEADER_ROOM);
    }

    @Override
    public CompletionStage<Published> publish(Event event, Topic topic, Durability durability) {
        requireOpen();
        return switch (durability) {
            case EPHEMERAL -> publishEvent.ephemeral(event, topic);
            case PERSISTENT -> publishEvent.persistent(event, topic);
        };
    }

    @Override
    public Registration listen(TopicPattern interest, @Nullable String group, LiveListener listener) {
        requireOpen();
        return registered(liveEvents.listen(interest, group, listener));
    }

    @Override
    public Registration consume(DurableSpec spec, DeliverySink sink) {
        requireOpen();
        stream.awaitReady();
        return registered(DurableConsumer.start(connection, spec, sink, timer));
    }

    @Override
    public Registration read(ReadSpec spec, ReadListener listener) {
        requireOpen();
        stream.awaitReady();
        return registered(StreamReader.start(connection, spec, listener));
    }

    @Override
    public DeadLetterSink deadLetterSink() {
        return deadLetters;
    }

    private Registration registered(Registration registration) {
        Registration[] self = new Registration[1];
        self[0] = () -> {
            registrations.remove(self[0]);
            registration.close();
        };
        registrations.add(self[0]);
        return self[0];
    }

    private void requireOpen() {
        if (closed) {
            throw new EventBusException("The transport is closed, and the event or subscription was not taken."
                    + " Open a new NatsTransport.");
        }
    }

    @Override
    public void close() {
        closed = true;
        registrations.forEach(Registration::close);
        liveEvents.close();
        stream.close();
        timer.close();
        connection.flush(EventStream.PATIENCE);
    }
}
