package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import io.nats.client.Connection;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to NATS for a whole process; found again, without end, whenever it is lost. Safe for use by many
 * threads. Close what uses it first.
 */
public final class NatsConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NatsConnection.class);
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final NatsSettings settings;
    private final ConnectionWatch watch;
    private final List<Consumer<Connection>> connectionUsers = new CopyOnWriteArrayList<>();
    private final List<Runnable> upListeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> downListeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> streamMissed = new CopyOnWriteArrayList<>();
    private final Connecting connecting;
    private final Pings pings = new Pings();

    // Guards the connection, so that each user gets each connection exactly once, and signals that it came up.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition cameUp = lock.newCondition();
    private volatile @Nullable Connection connection;
    private volatile long droppedEarlier;

    private NatsConnection(NatsSettings settings, Duration ping) {
        this.settings = settings;
        this.watch = new ConnectionWatch(this::onUp, this::onDown, this::onClosed);
        this.connecting = new Connecting(settings, ping, watch, new Connecting.Owner() {
            @Override
            public void adopt(Connection fresh) throws InterruptedException {
                NatsConnection.this.adopt(fresh);
            }

            @Override
            public boolean hasNone() {
                Connection current = connection;
                return current == null || current.getStatus() == Connection.Status.CLOSED;
            }
        });
    }

    /** Returns at once; connects in the background until it succeeds. */
    public static NatsConnection connect(NatsSettings settings) {
        return connect(settings, JnatsOptions.PING);
    }

    /** @param ping how often the server is asked for a sign of life */
    static NatsConnection connect(NatsSettings settings, Duration ping) {
        NatsConnection connection = new NatsConnection(settings, ping);
        connection.connecting.start();
        return connection;
    }

    public boolean isConnected() {
        Connection current = connection;
        return current != null && current.getStatus() == Connection.Status.CONNECTED;
    }

    /** Waits until there is a connection; returns whether there is one. */
    public boolean awaitConnected(Duration timeout) {
        if (isConnected()) {
            return true; // asked before each acknowledgement, by many threads
        }
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (!isConnected() && left > 0 && !connecting.isClosing()) {
                left = cameUp.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return isConnected();
    }

    /** How many incoming messages were dropped because this process was too slow to take them. */
    public long droppedMessages() {
        Connection current = connection;
        return droppedEarlier + (current == null ? 0 : current.getStatistics().getDroppedCount());
    }

    NatsSettings settings() {
        return settings;
    }

    /** The connection if it is up now, or null. */
    @Nullable
    Connection current() {
        return isConnected() ? connection : null;
    }

    /** The connection if it is up now; throws with a sentence that begins with what could not be done. */
    Connection require(String couldNot) {
        Connection current = current();
        if (current == null) {
            throw new EventBusException(couldNot + ": not connected to NATS (servers=" + settings.bareServers()
                    + "). It is being retried in the background.");
        }
        return current;
    }

    /** Calls the user with the present connection, if any, and with each that replaces it later. Must not block. */
    void eachConnection(Consumer<Connection> user) {
        lock.lock();
        try {
            connectionUsers.add(user);
            Connection current = connection;
            if (current != null) {
                user.accept(current);
            }
        } finally {
            lock.unlock();
        }
    }

    void forget(Consumer<Connection> user) {
        connectionUsers.remove(user);
    }

    /** Runs the listener, on a virtual thread of its own, each time the connection comes up; the result ends that. */
    public Runnable whenUp(Runnable listener) {
        upListeners.add(listener);
        return () -> upListeners.remove(listener);
    }

    /**
     * Runs the listener each time the connection is lost, before anything comes in over the next one; it must not
     * block. The result ends that.
     */
    public Runnable whenDown(Runnable listener) {
        downListeners.add(listener);
        return () -> downListeners.remove(listener);
    }

    /** Runs the listener whenever a publish found no stream; it must not block. The result ends that. */
    Runnable whenStreamMissed(Runnable listener) {
        streamMissed.add(listener);
        return () -> streamMissed.remove(listener);
    }

    /** No stream took a message: who keeps one declared had better look. */
    void streamMissed() {
        streamMissed.forEach(Runnable::run);
    }

    /** Waits until the server has taken in everything sent so far; returns whether it has. */
    boolean flush(Duration timeout) {
        Connection current = current();
        return current != null && pings.send(timeout, () -> current.flush(timeout));
    }

    /**
     * Has the server send a subscription nothing more, while what it sent already is still handed over; blocks until
     * the server heard of it. Returns whether it did.
     */
    boolean drain(Subscription subscription, Duration timeout) {
        return isConnected()
                && pings.send(timeout, () -> {
                    var unused = subscription.drain(timeout);
                });
    }

    private void adopt(Connection fresh) throws InterruptedException {
        lock.lock();
        try {
            if (connecting.isClosing()) {
                fresh.close();
                return;
            }
            connection = fresh;
            connectionUsers.forEach(user -> user.accept(fresh));
        } finally {
            lock.unlock();
        }
        onUp();
    }

    /** Also called when a connection was lost and found; the first time possibly before it is adopted. */
    private void onUp() {
        if (connection == null) {
            return;
        }
        lock.lock();
        try {
            cameUp.signalAll();
        } finally {
            lock.unlock();
        }
        upListeners.forEach(listener -> Thread.ofVirtual().name("nats-up").start(listener));
    }

    private void onDown() {
        downListeners.forEach(Runnable::run);
    }

    /** The client library gives up for good when credentials are refused twice; we do not. */
    private void onClosed(Connection closed) {
        lock.lock();
        try {
            if (closed != connection || connecting.isClosing()) {
                return;
            }
            droppedEarlier += closed.getStatistics().getDroppedCount();
            connection = null;
        } finally {
            lock.unlock();
        }
        connecting.start();
    }

    /** Lets what was received be handled and what was sent go out, for up to five seconds; then closes. */
    @Override
    public void close() {
        connecting.close();
        watch.leaving();
        Connection current;
        lock.lock();
        try {
            current = connection;
            cameUp.signalAll();
        } finally {
            lock.unlock();
        }
        if (current != null) {
            drain(current);
        }
    }

    private void drain(Connection current) {
        try {
            if (isConnected()) {
                current.drain(DRAIN).get(DRAIN.toSeconds() + 1, TimeUnit.SECONDS);
            }
            current.close();
        } catch (TimeoutException | ExecutionException | IllegalStateException e) {
            LOG.debug("Could not drain the connection", e);
            closeNow(current);
        } catch (InterruptedException e) {
            closeNow(current);
            Thread.currentThread().interrupt();
        }
    }

    private static void closeNow(Connection current) {
        try {
            current.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
