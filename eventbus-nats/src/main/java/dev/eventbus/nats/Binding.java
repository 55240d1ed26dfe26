package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.PullSubscribeOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A puller's hold on its consumer: made as asked for, lost, and made anew. Used by the puller's thread, but for what
 * says otherwise.
 */
final class Binding {
    private static final Logger LOG = LoggerFactory.getLogger(PullLoop.class);

    private final NatsConnection connection;
    private final PullSpec spec;
    private final Consumer<Consumers.Bound> onBound;
    private final AckFloor floor = new AckFloor(System::nanoTime);
    private final AtomicReference<@Nullable JetStreamSubscription> bound = new AtomicReference<>();
    private volatile boolean sound;
    private volatile boolean closed;

    private String lastFailure = "";
    private @Nullable Instant boundSince;

    /** @param onBound called before anything is pulled; what it throws means not bound */
    Binding(NatsConnection connection, PullSpec spec, Consumer<Consumers.Bound> onBound) {
        this.connection = connection;
        this.spec = spec;
        this.onBound = onBound;
    }

    /** Whether the consumer was there as asked for when it was looked at last. Safe for any thread. */
    boolean isSound() {
        return sound;
    }

    /** What to pull by; null while not bound. Safe for any thread. */
    @Nullable
    JetStreamSubscription subscription() {
        return bound.get();
    }

    /** Blocks for some requests to the server; returns whether it succeeded, and logs why not. */
    boolean bind() {
        try {
            Connection current = connection.require("Could not bind durable " + spec.durable());
            DeadLetters.ensure(connection);
            Consumers.Bound consumer =
                    Consumers.bind(current, boundSince == null ? spec : spec.asOf(boundSince), floor);
            onBound.accept(consumer);
            bound.set(current.jetStream()
                    .subscribe(null, PullSubscribeOptions.fastBind(consumer.stream(), spec.durable())));
            boundSince = boundSince == null ? Instant.now() : boundSince;
            sound = !closed;
            if (!lastFailure.isEmpty()) {
                lastFailure = "";
                LOG.info("Pulling again durable={} stream={}", spec.durable(), consumer.stream());
            }
            return true;
        } catch (EventBusException | IOException | JetStreamApiException | IllegalStateException e) {
            connection.streamMissed();
            lose(String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** Something is wrong with it: lets go of it, and logs that once. */
    void lose(String why) {
        sound = false;
        JetStreamSubscription old = bound.getAndSet(null);
        if (old != null) {
            unsubscribe(old);
        }
        if (!closed && !why.equals(lastFailure)) {
            lastFailure = why;
            LOG.warn("Cannot pull now; trying until it works durable={} error={}", spec.durable(), why);
        }
    }

    private static void unsubscribe(JetStreamSubscription subscription) {
        try {
            subscription.unsubscribe();
        } catch (IllegalStateException e) {
            LOG.debug("The subscription was gone already", e);
        }
    }

    /** Now and then asks the server how far the consumer is, in case it is deleted. */
    void lookHowFar() {
        JetStreamSubscription subscription = bound.get();
        Connection current = connection.current();
        if (subscription != null && current != null) {
            floor.look(current, subscription.getStreamName(), spec.durable());
        }
    }

    /**
     * Takes the standing pull back. What the server had sent by then is still handed over, not left to time out. Safe
     * for any thread.
     */
    void release(Duration patience) {
        JetStreamSubscription subscription = bound.getAndSet(null);
        if (subscription != null && !connection.drain(subscription, patience)) {
            unsubscribe(subscription);
        }
    }

    /** As {@link #release}, for good. Safe for any thread. */
    void close(Duration patience) {
        closed = true;
        sound = false;
        release(patience);
    }
}
