package dev.eventbus.nats;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One NATS subscription and who listens to it: everybody gets each message, or with a queue one alone, in turn. The
 * methods that subscribe are called by one thread at a time.
 */
final class LiveSubject {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSubjects.class);

    private final String name;
    private final @Nullable String queue;
    private final List<LiveMessages> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private @Nullable Connection connection;
    private @Nullable Dispatcher dispatcher;
    private @Nullable Subscription subscription;

    LiveSubject(String name, @Nullable String queue) {
        this.name = name;
        this.queue = queue;
    }

    void add(LiveMessages listener) {
        listeners.add(listener);
    }

    boolean remove(LiveMessages listener) {
        return listeners.remove(listener);
    }

    boolean hasOnly(LiveMessages listener) {
        return listeners.size() == 1 && listeners.contains(listener);
    }

    boolean isEmpty() {
        return listeners.isEmpty();
    }

    /** @param shared who reads for all subjects without a queue */
    void subscribe(Connection connection, Dispatcher shared) {
        this.connection = connection;
        try {
            if (queue == null) {
                dispatcher = shared;
                subscription = shared.subscribe(name, this::toAll);
            } else {
                // Of its own, because the client can let only a whole dispatcher finish what is on its way.
                Dispatcher own = connection.createDispatcher();
                dispatcher = own;
                subscription = own.subscribe(name, queue, this::toOne);
            }
        } catch (IllegalStateException e) {
            // The connection was closed for good; its successor subscribes to everything again.
            subscription = null;
        }
    }

    void unsubscribe() {
        Subscription current = subscription;
        Dispatcher by = dispatcher;
        subscription = null;
        if (current == null || by == null || connection == null) {
            return;
        }
        try {
            if (queue == null) {
                by.unsubscribe(current);
            } else {
                connection.closeDispatcher(by);
            }
        } catch (IllegalStateException | IllegalArgumentException e) {
            LOG.debug("The subscription was gone already", e);
        }
    }

    /** Leaves the queue, and returns when the messages that the server had given to it until then were handed over. */
    void leave(Duration patience) {
        Dispatcher own = dispatcher;
        if (subscription == null || own == null || connection == null || !isUp(connection)) {
            unsubscribe();
            return;
        }
        subscription = null;
        try {
            var unused = own.drain(patience).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IllegalStateException | ExecutionException | TimeoutException e) {
            LOG.debug("Could not leave the queue in good order", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isUp(Connection connection) {
        return connection.getStatus() == Connection.Status.CONNECTED;
    }

    private void toAll(Message message) {
        for (LiveMessages listener : listeners) {
            var unused = hand(message, listener);
        }
    }

    /** Who was closed between being found and being called passes the message on to the next. */
    private void toOne(Message message) {
        List<LiveMessages> present = List.copyOf(listeners);
        int first = turn.getAndIncrement();
        for (int i = 0; i < present.size(); i++) {
            if (hand(message, present.get(Math.floorMod(first + i, present.size())))) {
                return;
            }
        }
    }

    private boolean hand(Message message, LiveMessages listener) {
        try {
            return listener.take(message);
        } catch (RuntimeException e) {
            LOG.error("A listener threw; the others go on subject={}", name, e);
            return true;
        }
    }
}
