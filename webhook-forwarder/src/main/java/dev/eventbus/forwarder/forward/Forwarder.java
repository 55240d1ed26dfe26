package dev.eventbus.forwarder.forward;

import dev.eventbus.forwarder.config.ForwarderConfig;
import dev.eventbus.forwarder.config.SubscriptionConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All subscriptions of a configuration at work. It starts whether or not NATS is there: streams first, then the
 * subscriptions, as soon as there is a connection. Safe for use by many threads.
 */
public final class Forwarder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final Duration STREAM_RETRY = Duration.ofSeconds(5);

    private final ForwarderConfig config;
    private final Surroundings around;
    private final StreamSetup streams;
    private final List<RunningSubscription> running = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean closeCalled = new AtomicBoolean();
    private final Thread starter = Thread.ofVirtual().name("forwarder-start").unstarted(this::startWhenConnected);

    private Forwarder(ForwarderConfig config, Surroundings around) {
        this.config = config;
        this.around = around;
        this.streams = new StreamSetup(config.streams());
    }

    /** Returns at once; the work begins in the background. */
    public static Forwarder start(ForwarderConfig config, Surroundings around) {
        Forwarder forwarder = new Forwarder(config, around);
        forwarder.starter.start();
        return forwarder;
    }

    private void startWhenConnected() {
        while (!around.connection().awaitConnected(Duration.ofSeconds(1))) {
            if (isClosing()) {
                return;
            }
        }
        boolean streamsDone = streams.tryAll(around.connection());
        for (SubscriptionConfig subscription : config.enabled()) {
            if (isClosing()) {
                return;
            }
            running.add(RunningSubscription.start(subscription, around));
            LOG.info(
                    "Started a subscription name={} subject={} consumer={} endpoint={}",
                    subscription.name(),
                    subscription.source().subject(),
                    subscription.source().consumer(),
                    subscription.endpoint().url());
        }
        while (!streamsDone && !isClosedWithin(STREAM_RETRY)) {
            streamsDone = streams.tryAll(around.connection());
        }
    }

    /** Whether each enabled subscription, by its name, is bound to its consumer. */
    public Map<String, Boolean> bound() {
        Map<String, Boolean> bound = new LinkedHashMap<>();
        config.enabled().forEach(subscription -> bound.put(subscription.name(), false));
        running.forEach(subscription -> bound.put(subscription.name(), subscription.isBound()));
        return bound;
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
        LOG.info("Stopping; attempts in flight are waited for subscriptions={}", running.size());
        starter.join();
        List<Thread> closers = running.stream()
                .map(subscription -> Thread.ofVirtual().start(subscription::close))
                .toList();
        for (Thread closer : closers) {
            closer.join();
        }
        LOG.info("Stopped forwarding subscriptions={}", running.size());
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
