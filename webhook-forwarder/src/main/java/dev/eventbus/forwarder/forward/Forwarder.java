package dev.eventbus.forwarder.forward;

import dev.eventbus.EventBusException;
import dev.eventbus.forwarder.config.ForwarderConfig;
import dev.eventbus.forwarder.config.SubscriptionConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All subscriptions of a configuration at work. It starts whether or not NATS is there: streams first, then the
 * subscriptions, as soon as there is a connection. The configuration may be replaced while it works. Safe for use by
 * many threads.
 */
public final class Forwarder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final Duration STREAM_RETRY = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int MOST_LOOKS = 10;

    private final Surroundings around;
    private final Subscriptions subscriptions;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean closeCalled = new AtomicBoolean();
    private final Thread keeper = Thread.ofVirtual().name("forwarder-keep").unstarted(this::keep);

    /** Held while the configuration is replaced or carried out, so that one change follows the other. */
    private final ReentrantLock changing = new ReentrantLock();

    private volatile ForwarderConfig config;
    private volatile StreamSetup streams;
    private boolean started;

    private Forwarder(ForwarderConfig config, Surroundings around) {
        this.config = config;
        this.around = around;
        this.streams = new StreamSetup(config.streams());
        this.subscriptions = new Subscriptions(around);
    }

    /** Returns at once; the work begins in the background. */
    public static Forwarder start(ForwarderConfig config, Surroundings around) {
        Forwarder forwarder = new Forwarder(config, around);
        forwarder.keeper.start();
        return forwarder;
    }

    private void keep() {
        while (!around.connection().awaitConnected(Duration.ofSeconds(1))) {
            if (isClosing()) {
                return;
            }
        }
        if (!learnPauses()) {
            return;
        }
        subscriptions.start();
        change(() -> {
            started = true;
            carryOut();
        });
        while (!isClosedWithin(STREAM_RETRY)) {
            if (!streams.isDone()) {
                streams.tryAll(around.connection());
            }
        }
    }

    /**
     * Nothing paused is to be tried because a server that has just come up is slow to answer. One that never does is
     * not waited for; false once this is closing.
     */
    private boolean learnPauses() {
        boolean known = subscriptions.learnPauses();
        for (int looks = 1; !known && looks < MOST_LOOKS; looks++) {
            if (isClosedWithin(LOOK)) {
                return false;
            }
            known = subscriptions.learnPauses();
        }
        return !isClosing();
    }

    /**
     * Goes on with another configuration: what is the same in both is left alone, a changed subscription finishes what
     * is in flight and begins anew, consumers of removed ones stay on the server. Blocks until it is carried out, or
     * returns at once where nothing was started yet.
     */
    public void apply(ForwarderConfig next) {
        change(() -> {
            config = next;
            streams = new StreamSetup(next.streams());
            if (started) {
                carryOut();
            }
        });
    }

    private void carryOut() {
        streams.tryAll(around.connection());
        subscriptions.become(config.enabled());
    }

    private void change(Runnable change) {
        changing.lock();
        try {
            if (!isClosing()) {
                change.run();
            }
        } finally {
            changing.unlock();
        }
    }

    /** Whether each enabled subscription, by its name, is bound to its consumer. */
    public Map<String, Boolean> bound() {
        Map<String, Boolean> bound = new LinkedHashMap<>();
        config.enabled().forEach(subscription -> bound.put(subscription.name(), subscriptions.isBound(subscription)));
        return bound;
    }

    /** What is carried out, or was asked for last. */
    public ForwarderConfig config() {
        return config;
    }

    /** The enabled subscription of that name, as it is configured now. */
    public Optional<SubscriptionConfig> subscription(String name) {
        return config.enabled().stream()
                .filter(subscription -> subscription.name().equals(name))
                .findFirst();
    }

    /** How every subscription of the configuration is doing here, in its order. */
    public List<SubscriptionStatus> status() {
        return config.subscriptions().stream().map(subscriptions::status).toList();
    }

    /**
     * Stops pulling for a subscription, in every process and until it is resumed; its messages wait in the stream. An
     * earlier reason is kept. Blocks until that is stored.
     *
     * @throws IllegalArgumentException if the configuration has no such subscription
     * @throws EventBusException when it could not be stored
     */
    public void pause(String name, String reason) {
        subscriptions.pause(require(name), reason);
    }

    /** Goes on with a subscription, in every process, its circuit breaker as new; throws as {@link #pause} does. */
    public void resume(String name) {
        subscriptions.resume(require(name));
    }

    private SubscriptionConfig require(String name) {
        return config.subscriptions().stream()
                .filter(subscription -> subscription.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no subscription " + name));
    }

    /** Whether NATS is connected, the streams are as configured, and every enabled subscription is bound. */
    public boolean isReady() {
        return !isClosing() && isConnected() && hasStreams() && !bound().containsValue(false);
    }

    public boolean isConnected() {
        return around.connection().isConnected();
    }

    /** Whether the configured streams were created or found as configured. */
    public boolean hasStreams() {
        return streams.isDone();
    }

    /**
     * Not ready from now on; stops pulling, waits for the attempts in flight and acknowledges them. Every caller waits
     * until that is done.
     */
    @Override
    public void close() {
        try {
            if (closeCalled.compareAndSet(false, true)) {
                stop();
                closed.countDown();
            }
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() throws InterruptedException {
        closing.countDown();
        LOG.info("Stopping; attempts in flight are waited for");
        keeper.join();
        changing.lock();
        try {
            subscriptions.close();
        } finally {
            changing.unlock();
        }
        LOG.info("Stopped forwarding");
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private boolean isClosedWithin(Duration time) {
        try {
            return closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
