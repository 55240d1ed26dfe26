package dev.eventbus.memory;

import dev.eventbus.DeadLetter;
import dev.eventbus.DeadLetterSink;
import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventBusException;
import dev.eventbus.Position;
import dev.eventbus.Published;
import dev.eventbus.dispatch.Timer;
import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicIndex;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.Capabilities;
import dev.eventbus.transport.DeliverySink;
import dev.eventbus.transport.DurableSpec;
import dev.eventbus.transport.LiveListener;
import dev.eventbus.transport.ReadListener;
import dev.eventbus.transport.ReadSpec;
import dev.eventbus.transport.Transport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A transport within this process: a bounded stream with durables, replay and dead letters, all of it gone when the
 * process ends. For tests, and for applications that need no broker. Safe for use by many threads.
 */
public final class MemoryTransport implements Transport {
    /** How many events the stream keeps unless told otherwise. */
    public static final int DEFAULT_CAPACITY = 100_000;

    private static final int MAX_DEAD_LETTERS = 10_000;
    private static final Capabilities CAPABILITIES = new Capabilities(true, false, false, 1 << 20);

    private final InstantSource clock;
    private final Timer timer;
    private final Stream stream;
    private final DeadLetters deadLetters = new DeadLetters(MAX_DEAD_LETTERS);
    private final TopicIndex<LiveListener> listeners = new TopicIndex<>();
    private final Groups groups = new Groups(listeners);
    private final Map<String, Durable> durables = new ConcurrentHashMap<>();
    private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
    private final Set<Registration> registrations = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public MemoryTransport() {
        this(DEFAULT_CAPACITY, InstantSource.system(), Timer.real("eventbus-memory-timer"));
    }

    /**
     * @param capacity how many events the stream keeps; when it is full, publishing persistent ones fails
     * @param timer waits for retries and ack waits; closed with the transport
     */
    public MemoryTransport(int capacity, InstantSource clock, Timer timer) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be >= 1, was " + capacity);
        }
        this.clock = clock;
        this.timer = timer;
        this.stream = new Stream(capacity);
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public CompletionStage<Published> publish(Event event, Topic topic, Durability durability) {
        try {
            requireOpen();
            return CompletableFuture.completedFuture(
                    switch (durability) {
                        case EPHEMERAL -> publishLive(event, topic);
                        case PERSISTENT -> store(event, topic);
                    });
        } catch (EventBusException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Published publishLive(Event event, Topic topic) {
        listeners.match(topic, listener -> listener.onEvent(event, topic, Position.NONE));
        return new Published(event.id(), topic.toString(), Position.NONE, false);
    }

    private Published store(Event event, Topic topic) {
        Stream.Appended appended = stream.append(event, topic, clock.instant());
        Position position = appended.stored().position();
        if (!appended.duplicate()) {
            durables.values().forEach(Durable::wake);
            readers.forEach(Reader::wake);
            listeners.match(topic, listener -> listener.onEvent(event, topic, position));
        }
        return new Published(event.id(), topic.toString(), position, appended.duplicate());
    }

    @Override
    public Registration listen(TopicPattern interest, @Nullable String group, LiveListener listener) {
        requireOpen();
        Listener entry = new Listener(listener);
        if (group == null) {
            listeners.add(interest, entry);
            return registered(() -> {
                listeners.remove(interest, entry);
                entry.close();
            });
        }
        groups.add(interest, group, entry);
        return registered(() -> {
            groups.remove(interest, group, entry);
            entry.close();
        });
    }

    @Override
    public Registration consume(DurableSpec spec, DeliverySink sink) {
        requireOpen();
        Durable durable =
                durables.computeIfAbsent(spec.name(), name -> new Durable(spec, stream, deadLetters, timer, clock));
        durable.requireSame(spec);
        Consumer consumer = new Consumer(durable, spec, sink);
        consumer.start();
        return registered(consumer);
    }

    @Override
    public Registration read(ReadSpec spec, ReadListener listener) {
        requireOpen();
        Reader reader = new Reader(stream, spec, listener);
        readers.add(reader);
        reader.start();
        return registered(() -> {
            readers.remove(reader);
            reader.close();
        });
    }

    @Override
    public DeadLetterSink deadLetterSink() {
        return deadLetters::put;
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

    /** What subscriptions gave up, oldest first; at most 10,000. */
    public List<DeadLetter> deadLetters() {
        return deadLetters.all();
    }

    /** As {@link #deadLetters()}, once there are so many, or when the time is over. */
    public List<DeadLetter> awaitDeadLetters(int count, Duration timeout) throws InterruptedException {
        return deadLetters.await(count, timeout);
    }

    @Override
    public void close() {
        closed = true;
        registrations.forEach(Registration::close);
        timer.close();
    }

    private void requireOpen() {
        if (closed) {
            throw new EventBusException("The transport is closed, and the event or subscription was not taken."
                    + " Make a new MemoryTransport.");
        }
    }
}
