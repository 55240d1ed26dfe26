package dev.eventbus.nats;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares one NATS subscription per distinct subject among all who ask for it. A message goes only to those who asked
 * for the very subject it came in on, so that overlapping subjects never hand one of them a message twice.
 */
final class LiveSubjects implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSubjects.class);
    private static final Duration FLUSH = Duration.ofSeconds(1);

    private final NatsConnection connection;
    private final Consumer<Connection> onConnection = this::resubscribe;

    // Guards the map, the dispatcher and the subscriptions in it, so that a new connection finds all of them.
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Subject> subjects = new HashMap<>();
    private @Nullable Dispatcher dispatcher;

    LiveSubjects(NatsConnection connection) {
        this.connection = connection;
    }

    void open() {
        connection.eachConnection(onConnection);
    }

    /** Takes effect before it returns, if there is a connection; else with the next one. */
    void add(List<String> wanted, Consumer<Message> listener) {
        boolean fresh = false;
        lock.lock();
        try {
            for (String name : wanted) {
                Subject subject = subjects.get(name);
                if (subject == null) {
                    subject = new Subject(name);
                    subjects.put(name, subject);
                    subject.subscribe(dispatcher);
                    fresh = true;
                }
                subject.listeners.add(listener);
            }
        } finally {
            lock.unlock();
        }
        if (fresh) {
            connection.flush(FLUSH);
        }
    }

    void remove(List<String> wanted, Consumer<Message> listener) {
        lock.lock();
        try {
            for (String name : wanted) {
                Subject subject = subjects.get(name);
                if (subject != null && subject.listeners.remove(listener) && subject.listeners.isEmpty()) {
                    subjects.remove(name);
                    subject.unsubscribe(dispatcher);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void resubscribe(Connection fresh) {
        lock.lock();
        try {
            Dispatcher next = fresh.createDispatcher();
            dispatcher = next;
            subjects.values().forEach(subject -> subject.subscribe(next));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        connection.forget(onConnection);
        lock.lock();
        try {
            subjects.values().forEach(subject -> subject.unsubscribe(dispatcher));
            subjects.clear();
        } finally {
            lock.unlock();
        }
    }

    /** One NATS subscription and who listens to it. */
    private static final class Subject {
        private final String name;
        private final List<Consumer<Message>> listeners = new CopyOnWriteArrayList<>();
        private @Nullable Subscription subscription;

        Subject(String name) {
            this.name = name;
        }

        void subscribe(@Nullable Dispatcher dispatcher) {
            try {
                subscription = dispatcher == null ? null : dispatcher.subscribe(name, this::onMessage);
            } catch (IllegalStateException e) {
                // The connection was closed for good; its successor subscribes to everything again.
                subscription = null;
            }
        }

        void unsubscribe(@Nullable Dispatcher dispatcher) {
            Subscription current = subscription;
            subscription = null;
            try {
                if (dispatcher != null && current != null) {
                    dispatcher.unsubscribe(current);
                }
            } catch (IllegalStateException e) {
                LOG.debug("The subscription was gone already", e);
            }
        }

        private void onMessage(Message message) {
            for (Consumer<Message> listener : listeners) {
                try {
                    listener.accept(message);
                } catch (RuntimeException e) {
                    LOG.error("A listener threw; the others go on subject={}", name, e);
                }
            }
        }
    }
}
