package dev.eventbus.nats;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shares one NATS subscription per distinct subject and queue among all who ask for it. A message goes only to those
 * who asked for the very subject it came in on, so that overlapping subjects never hand one of them a message twice.
 */
final class LiveSubjects implements AutoCloseable {
    private static final Duration FLUSH = Duration.ofSeconds(1);
    private static final Duration LEAVE = Duration.ofSeconds(5);

    private final NatsConnection connection;
    private final Consumer<Connection> onConnection = this::resubscribe;

    // Guards the map, the dispatcher and the subscriptions in it, so that a new connection finds all of them.
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, LiveSubject> subjects = new HashMap<>();
    private @Nullable Connection current;
    private @Nullable Dispatcher dispatcher;

    LiveSubjects(NatsConnection connection) {
        this.connection = connection;
    }

    private record Key(String subject, @Nullable String queue) {}

    void open() {
        connection.eachConnection(onConnection);
    }

    /**
     * Takes effect before it returns, if there is a connection; else with the next one.
     *
     * @param queue null to get every message; else one alone of all who ask under the same name gets each
     */
    void add(List<String> wanted, @Nullable String queue, LiveMessages listener) {
        boolean fresh = false;
        lock.lock();
        try {
            for (String name : wanted) {
                Key key = new Key(name, queue);
                LiveSubject subject = subjects.get(key);
                if (subject == null) {
                    subject = new LiveSubject(name, queue);
                    subjects.put(key, subject);
                    subscribe(subject);
                    fresh = true;
                }
                subject.add(listener);
            }
        } finally {
            lock.unlock();
        }
        if (fresh) {
            connection.flush(FLUSH);
        }
    }

    /** Takes effect before it returns: the server gives nothing to a queue that nobody here is in any more. */
    void remove(List<String> wanted, @Nullable String queue, LiveMessages listener) {
        List<LiveSubject> left = new ArrayList<>();
        lock.lock();
        try {
            for (String name : wanted) {
                remove(new Key(name, queue), listener, left);
            }
        } finally {
            lock.unlock();
        }
        left.forEach(subject -> subject.leave(LEAVE));
    }

    private void remove(Key key, LiveMessages listener, List<LiveSubject> left) {
        LiveSubject subject = subjects.get(key);
        if (subject == null) {
            return;
        }
        if (key.queue() != null && subject.hasOnly(listener)) {
            subjects.remove(key);
            left.add(subject); // keeps its listener, which takes what is on its way
        } else if (subject.remove(listener) && subject.isEmpty()) {
            subjects.remove(key);
            subject.unsubscribe();
        }
    }

    private void resubscribe(Connection fresh) {
        lock.lock();
        try {
            current = fresh;
            dispatcher = fresh.createDispatcher();
            subjects.values().forEach(this::subscribe);
        } finally {
            lock.unlock();
        }
    }

    private void subscribe(LiveSubject subject) {
        if (current != null && dispatcher != null) {
            subject.subscribe(current, dispatcher);
        }
    }

    @Override
    public void close() {
        connection.forget(onConnection);
        lock.lock();
        try {
            subjects.values().forEach(LiveSubject::unsubscribe);
            subjects.clear();
        } finally {
            lock.unlock();
        }
    }
}
