package dev.eventbus.bench.gateway;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.time.ZonedDateTime;

/** What the server says of the streams: how much is stored, and what the gateway has still to do. */
final class Streams implements AutoCloseable {
    /** Where the gateway stores. */
    static final String EVENTS = "EVENTS";

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofHours(1);

    private final Connection connection;
    private final JetStreamManagement management;

    private Streams(Connection connection) throws IOException {
        this.connection = connection;
        this.management = connection.jetStreamManagement();
    }

    static Streams connect(String nats) throws IOException, InterruptedException {
        return new Streams(Nats.connect(nats));
    }

    void create(String stream, String subject) throws IOException, JetStreamApiException {
        management.addStream(StreamConfiguration.builder()
                .name(stream)
                .subjects(subject)
                .storageType(StorageType.File)
                .build());
    }

    long stored(String stream) throws IOException, JetStreamApiException {
        return management.getStreamInfo(stream).getStreamState().getMsgCount();
    }

    /** Blocks until the gateway has logged and dispatched all there is. */
    void awaitIdle() throws IOException, JetStreamApiException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (isBusy()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The gateway did not catch up within " + PATIENCE);
            }
            Thread.sleep(LOOK);
        }
    }

    private boolean isBusy() throws IOException, JetStreamApiException {
        for (ConsumerInfo consumer : management.getConsumers(EVENTS)) {
            if (consumer.getNumPending() > 0 || consumer.getNumAckPending() > 0) {
                return true;
            }
        }
        return false;
    }

    /** Has the server hand out nothing to the event log and the dispatcher. */
    void pauseConsumers() throws IOException, JetStreamApiException {
        for (String consumer : management.getConsumerNames(EVENTS)) {
            management.pauseConsumer(EVENTS, consumer, ZonedDateTime.now().plus(PAUSE));
        }
    }

    void resumeConsumers() throws IOException, JetStreamApiException {
        for (String consumer : management.getConsumerNames(EVENTS)) {
            management.resumeConsumer(EVENTS, consumer);
        }
    }

    @Override
    public void close() throws InterruptedException {
        connection.close();
    }
}
