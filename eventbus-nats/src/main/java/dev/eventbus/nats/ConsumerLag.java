package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import io.nats.client.Connection;
import io.nats.client.api.ConsumerInfo;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every ten seconds how many stored events a durable has yet to see to: those it has not been given, and those it
 * has not settled. For a gauge of an application. Tells nothing while the server cannot be asked.
 */
public final class ConsumerLag implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerLag.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final NatsConnection connection;
    private final String durable;
    private final LongConsumer listener;
    private final CountDownLatch closing = new CountDownLatch(1);

    private ConsumerLag(NatsConnection connection, String durable, LongConsumer listener) {
        this.connection = connection;
        this.durable = durable;
        this.listener = listener;
    }

    /** @param listener called on a virtual thread of its own until this is closed */
    public static ConsumerLag watch(NatsConnection connection, String durable, LongConsumer listener) {
        ConsumerLag lag = new ConsumerLag(connection, durable, listener);
        Thread.ofVirtual().name("consumer-lag-" + durable).start(lag::run);
        return lag;
    }

    private void run() {
        try {
            boolean known = false;
            while (!closing.await((known ? PAUSE : FIRST_PAUSE).toMillis(), TimeUnit.MILLISECONDS)) {
                known = look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean look() {
        Connection current = connection.current();
        if (current == null) {
            return false;
        }
        try {
            return JetStreamApi.of(current, "Could not tell the lag of durable " + durable)
                    .find(management -> management.getConsumerInfo(EventStream.NAME, durable))
                    .map(this::tell)
                    .orElse(false);
        } catch (EventBusException e) {
            LOG.debug("Could not tell the lag durable={} error={}", durable, e.getMessage());
            return false;
        }
    }

    private boolean tell(ConsumerInfo info) {
        listener.accept(info.getNumPending() + info.getNumAckPending());
        return true;
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
