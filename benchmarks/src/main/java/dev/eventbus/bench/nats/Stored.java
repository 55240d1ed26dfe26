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

    long unacknowledged(String durable) throws Exception {
        return management.getConsumerInfo(Workload.STREAM, durable).getNumAckPending();
    }

    @Override
    public void close() throws Exception {
        connection.close();
    }
}
