package dev.eventbus.nats;

import dev.eventbus.Event;
import dev.eventbus.Position;
import dev.eventbus.json.EventCodec;
import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.LiveListener;
import dev.eventbus.transport.Transport.Registration;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns live messages into events and hands them to listeners, with their position where the stream has them. */
final class LiveEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NatsTransport.class);

    private final LiveSubjects subjects;

    // One message goes to all listeners of its subject in turn. Several threads may receive: a value, replaced whole.
    private volatile @Nullable Read last;

    LiveEvents(NatsConnection connection) {
        this.subjects = new LiveSubjects(connection);
    }

    void open() {
        subjects.open();
    }

    Registration listen(TopicPattern interest, @Nullable String group, LiveListener listener) {
        List<String> wanted = Subjects.liveInterest(interest);
        String queue = group == null ? null : Subjects.queue(interest, group);
        Gate gate = new Gate(listener);
        LiveMessages onMessage = message -> {
            Live live = read(message);
            return live == null || gate.pass(live);
        };
        subjects.add(wanted, queue, onMessage);
        return () -> {
            subjects.remove(wanted, queue, onMessage);
            gate.close();
        };
    }

    private @Nullable Live read(Message message) {
        Read known = last;
        if (known == null || known.message() != message) {
            known = new Read(message, decode(message));
            last = known;
        }
        return known.live();
    }

    private static @Nullable Live decode(Message message) {
        try {
            Event event = TraceHeader.read(EventCodec.decode(message.getData()), message.getHeaders());
            Topic topic = event.topic();
            if (Subjects.carries(message.getSubject(), topic)) {
                return new Live(event, topic, position(message.getHeaders()));
            }
            LOG.warn(
                    "Dropped a live event whose subject is another's subject={} topic={}", message.getSubject(), topic);
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "Dropped a live message that is no event subject={} error={}",
                    message.getSubject(),
                    e.getMessage());
        }
        return null;
    }

    private static Position position(@Nullable Headers headers) {
        if (headers == null || !EventStream.NAME.equals(headers.getFirst("Nats-Stream"))) {
            return Position.NONE;
        }
        String sequence = headers.getFirst("Nats-Sequence");
        return sequence == null ? Position.NONE : new Position(Long.parseLong(sequence));
    }

    @Override
    public void close() {
        subjects.close();
    }

    private record Read(Message message, @Nullable Live live) {}

    private record Live(Event event, Topic topic, Position position) {}

    /** Lets events pass until it is closed; afterwards no call to the listener starts or is under way. */
    private static final class Gate {
        private final LiveListener listener;
        private final ReentrantLock calls = new ReentrantLock();
        private boolean closed;

        Gate(LiveListener listener) {
            this.listener = listener;
        }

        /** Whether it was open still. */
        boolean pass(Live live) {
            calls.lock();
            try {
                if (!closed) {
                    listener.onEvent(live.event(), live.topic(), live.position());
                }
                return !closed;
            } finally {
                calls.unlock();
            }
        }

        void close() {
            calls.lock();
            try {
                closed = true;
            } finally {
                calls.unlock();
            }
        }
    }
}
