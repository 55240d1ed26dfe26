package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import io.nats.client.Connection;
import io.nats.client.api.ConsumerInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Suspects a consumer that gives nothing for a while, and asks the server about it: a pull can get lost on the way, when
 * the consumer changes its leader, or with a connection that is dead and does not know it. Used by one thread.
 */
final class PullWatch {
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private final String durable;
    private final LongSupplier nanoTime;
    private long lastSign;

    PullWatch(String durable, LongSupplier nanoTime) {
        this.durable = durable;
        this.nanoTime = nanoTime;
        this.lastSign = nanoTime.getAsLong();
    }

    /** Messages came, or the consumer was just bound. */
    void sign() {
        lastSign = nanoTime.getAsLong();
    }

    /** Why it has to be bound anew; empty where there is nothing to give, or its patience is not over. */
    Optional<String> suspicion(Connection connection, String stream) {
        if (nanoTime.getAsLong() - lastSign < PATIENCE.toNanos()) {
            return Optional.empty();
        }
        sign();
        try {
            JetStreamApi api = JetStreamApi.of(connection, "Could not look after durable " + durable);
            return api.find(management -> management.getConsumerInfo(stream, durable))
                    .map(PullWatch::suspicion)
                    .orElse(Optional.of("the consumer is gone"));
        } catch (EventBusException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> suspicion(ConsumerInfo info) {
        boolean full =
                info.getNumAckPending() >= info.getConsumerConfiguration().getMaxAckPending();
        return info.getPaused() || full || info.getNumPending() == 0
                ? Optional.empty()
                : Optional.of(
                        "nothing came for " + PATIENCE + " although " + info.getNumPending() + " messages are there");
    }
}
