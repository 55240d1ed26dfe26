package dev.eventbus.forwarder.forward;

import dev.eventbus.EventBusException;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.PausedDurables;
import dev.eventbus.nats.PausedDurables.Pause;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
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

    /** Never changed, but replaced: each change is another map. */
    private final AtomicReference<Map<String, Pause>> known = new AtomicReference<>(Map.of());

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
                lookAndTell();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookAndTell() {
        try {
            var unused = look();
            listener.run();
        } catch (RuntimeException e) { // the next look must still come
            LOG.error("Looking which subscriptions are paused failed; it is tried again", e);
        }
    }

    /**
     * Asks the server, if it is there; blocks for its answer. What is known stays true until it says otherwise.
     *
     * @return whether it answered
     */
    boolean look() {
        if (!connection.isConnected()) {
            return false;
        }
        try {
            untold.forEach(this::tell);
            Map<String, Pause> before = known();
            // A change made here meanwhile is not undone: what was read may be older.
            known.compareAndSet(before, shared.read());
            lastError = "";
            return true;
        } catch (EventBusException e) {
            String error = String.valueOf(e.getMessage());
            if (!error.equals(lastError)) {
                lastError = error;
                LOG.warn("Could not look which subscriptions are paused; trying again error={}", error);
            }
            return false;
        }
    }

    private void tell(String durable, Pause pause) {
        shared.pause(durable, pause);
        know(paused -> paused.putIfAbsent(durable, pause));
        if (!untold.remove(durable, pause)) { // resumed while the server was being told
            shared.resume(durable);
            know(paused -> paused.remove(durable));
        }
    }

    private Map<String, Pause> known() {
        return Objects.requireNonNull(known.get(), "it is never set to null");
    }

    private void know(Consumer<Map<String, Pause>> change) {
        known.updateAndGet(before -> {
            Map<String, Pause> after = new HashMap<>(before);
            change.accept(after);
            return after;
        });
    }

    /** Why a durable is paused; null if it is not. */
    @Nullable
    Pause of(String durable) {
        Pause mine = untold.get(durable);
        return mine == null ? known().get(durable) : mine;
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
        know(paused -> paused.putIfAbsent(durable, pause));
    }

    /**
     * Resumes it for all; blocks until that is stored.
     *
     * @throws EventBusException when it is not certain that it is; then it stays paused
     */
    void resume(String durable) {
        untold.remove(durable);
        shared.resume(durable);
        know(paused -> paused.remove(durable));
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
