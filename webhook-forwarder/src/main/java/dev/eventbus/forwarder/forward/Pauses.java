package dev.eventbus.forwarder.forward;

import dev.eventbus.EventBusException;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.PausedDurables;
import dev.eventbus.nats.PausedDurables.Pause;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which durables are paused: what all instances share, looked at every second, and what they have not been told yet.
 * Safe for use by many threads.
 */
final class Pauses implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final NatsConnection connection;
    private final PausedDurables shared;
    private final Runnable listener;
    private final Map<String, Pause> untold = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("forwarder-pauses").unstarted(this::run);

    /** Counts changes made here: a look that began before one must not undo it. */
    private final AtomicLong changes = new AtomicLong();

    private volatile Map<String, Pause> known = Map.of();
    private String lastError = "";

    /** @param listener called by one thread after each look */
    Pauses(NatsConnection connection, Runnable listener) {
        this.connection = connection;
        this.shared = new PausedDurables(connection);
        this.listener = listener;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
                listener.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the server, if it is there; blocks for its answer. What is known stays true until it says otherwise. */
    void look() {
        if (!connection.isConnected()) {
            return;
        }
        try {
            long before = changes.get();
            untold.forEach(this::tell);
            Map<String, Pause> found = shared.read();
            if (changes.get() == before) {
                known = found;
            }
            lastError = "";
        } catch (EventBusException e) {
            String error = String.valueOf(e.getMessage());
            if (!error.equals(lastError)) {
                lastError = error;
                LOG.warn("Could not look which subscriptions are paused; trying again error={}", error);
            }
        }
    }

    private void tell(String durable, Pause pause) {
        shared.pause(durable, pause);
        known = with(durable, pause);
        untold.remove(durable, pause);
    }

    private Map<String, Pause> with(String durable, Pause pause) {
        Map<String, Pause> all = new HashMap<>(known);
        all.putIfAbsent(durable, pause);
        return Map.copyOf(all);
    }

    /** Why a durable is paused; null if it is not. */
    @Nullable
    Pause of(String durable) {
        Pause mine = untold.get(durable);
        return mine == null ? known.get(durable) : mine;
    }

    /** Pauses it here at once, and for all as soon as the server can be told. */
    void pauseSoon(String durable, Pause pause) {
        untold.putIfAbsent(durable, pause);
    }

    /**
     * Pauses it for all; blocks until that is stored.
     *
     * @throws EventBusException when it is not certain that it is; then nothing is paused by this
     */
    void pause(String durable, Pause pause) {
        shared.pause(durable, pause);
        changes.incrementAndGet();
        known = with(durable, pause);
    }

    /**
     * Resumes it for all; blocks until that is stored.
     *
     * @throws EventBusException when it is not certain that it is; then it stays paused
     */
    void resume(String durable) {
        untold.remove(durable);
        shared.resume(durable);
        changes.incrementAndGet();
        Map<String, Pause> rest = new HashMap<>(known);
        rest.remove(durable);
        known = Map.copyOf(rest);
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            if (thread.isAlive()) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
