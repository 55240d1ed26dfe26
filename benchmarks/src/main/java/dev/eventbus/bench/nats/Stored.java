package dev.eventbus.bench.nats;

import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsSettings;
import dev.eventbus.nats.NatsTransport;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import java.time.Duration;

/** The stream both engines use, as the transport declares it: file storage, republished when stored. */
final class Stored implements AutoCloseable {
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final Connection connection;
    private final JetStreamManagement management;

    private Stored(Connection connection, JetStreamManagement management) {
        this.connection = connection;
        this.management = management;
    }

    static Stored open(String url) throws Exception {
        NatsSettings settings = NatsSettings.of(url);
        try (NatsConnection declaring = NatsConnection.connect(settings)) {
            declaring.awaitConnected(Duration.ofSeconds(20));
            NatsTransport.open(declaring, settings).close();
        }
        Connection connection = Nats.connect(url);
        return new Stored(connection, connection.jetStreamManagement());
    }

    void empty() throws Exception {
        management.purgeStream(Workload.STREAM);
    }

    /** Without the durables that handled it before. */
    void fill(Workload workload, int events) throws Exception {
        for (String durable : management.getConsumerNames(Workload.STREAM)) {
            management.deleteConsumer(Workload.STREAM, durable);
        }
        empty();
        try (Client filling = Engine.JNATS.connect(Broker.url(), workload)) {
            for (int i = 0; i < events - 1; i++) {
                var unused = filling.store(i);
            }
            filling.store(events - 1).toCompletableFuture().get();
        }
        requireCount(events);
    }

    void requireCount(long expected) throws Exception {
        long count = management.getStreamInfo(Workload.STREAM).getStreamState().getMsgCount();
        if (count != expected) {
            throw new IllegalStateException("Acknowledged " + expected + ", stored " + count);
        }
    }

    /** Throws an {@link IllegalStateException} if acknowledgements are missing still after 20 seconds. */
    void awaitAcknowledged(String durable) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        for (long open = unacknowledged(durable); open > 0; open = unacknowledged(durable)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Handled all, but " + open + " are not acknowledged");
            }
        }
    }

    private long unacknowledged(String durable) throws Exception {
        return management.getConsumerInfo(Workload.STREAM, durable).getNumAckPending();
    }

    @Override
    public void close() throws Exception {
        connection.close();
    }
}
