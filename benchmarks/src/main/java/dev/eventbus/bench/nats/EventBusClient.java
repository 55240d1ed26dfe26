package dev.eventbus.bench.nats;

import dev.eventbus.Durability;
import dev.eventbus.EventBus;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.Subscription;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsSettings;
import dev.eventbus.nats.NatsTransport;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The bus over its NATS transport. */
final class EventBusClient implements Client {
    private static final SubscribeOptions ALL =
            SubscribeOptions.to(Workload.KEY).allOrgs();

    private final Workload workload;
    private final NatsConnection connection;
    private final EventBus bus;

    private EventBusClient(Workload workload, NatsConnection connection, EventBus bus) {
        this.workload = workload;
        this.connection = connection;
        this.bus = bus;
    }

    static EventBusClient connect(String url, Workload workload) {
        NatsSettings settings = NatsSettings.of(url).withPublishWindow(WINDOW);
        NatsConnection connection = NatsConnection.connect(settings);
        if (!connection.awaitConnected(Duration.ofSeconds(20))) {
            throw new IllegalStateException("Could not connect to " + url);
        }
        EventBus bus = EventBus.builder()
                .transport(NatsTransport.open(connection, settings))
                .build();
        return new EventBusClient(workload, connection, bus);
    }

    @Override
    public void send(long number) {
        var sent = bus.publish(workload.prepared(number), Durability.EPHEMERAL).toCompletableFuture();
        if (sent.isCompletedExceptionally()) {
            throw new IllegalStateException("Not sent", sent.exceptionNow());
        }
    }

    @Override
    public CompletionStage<?> store(long number) {
        return bus.publish(workload.event(number), Durability.PERSISTENT);
    }

    @Override
    public void onLive(Runnable received) {
        Subscription unused = bus.subscribe(ALL, event -> received.run());
    }

    @Override
    public AutoCloseable consume(String durable, Runnable handled) {
        return bus.subscribe(ALL.durable(durable).concurrency(WINDOW), event -> handled.run());
    }

    @Override
    public void close() {
        bus.close();
        connection.close();
    }
}
