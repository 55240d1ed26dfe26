package dev.eventbus.bench.gateway;

import dev.eventbus.Durability;
import dev.eventbus.EventBus;
import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import dev.eventbus.Payload;
import dev.eventbus.bench.sink.Bodies;
import dev.eventbus.bench.sink.Sink;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsSettings;
import dev.eventbus.nats.NatsTransport;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Publishes numbered events to all subscriptions in turn, as fast as they are delivered: so many are under way at most.
 * Events of the first subscription are not waited for.
 */
final class Events implements AutoCloseable {
    /** More than anybody delivers in the time. */
    static final int MOST = 4_000_000;

    private static final int SIZE = 256;
    private static final int UNDER_WAY = 3_000;
    private static final Duration LOOK = Duration.ofMillis(5);

    private final NatsConnection connection;
    private final EventBus bus;
    private final int subscriptions;
    private final Sink sink;
    private final AtomicInteger delivered = new AtomicInteger();
    private final Thread publisher;

    private Events(NatsConnection connection, EventBus bus, int subscriptions, Sink sink) {
        this.connection = connection;
        this.bus = bus;
        this.subscriptions = subscriptions;
        this.sink = sink;
        this.publisher = Thread.ofPlatform().name("bench-events").unstarted(this::publish);
    }

    static Events begin(String nats, int subscriptions, Sink sink) {
        NatsSettings settings = NatsSettings.of(nats);
        NatsConnection connection = NatsConnection.connect(settings);
        EventBus bus = EventBus.builder()
                .transport(NatsTransport.open(connection, settings))
                .build();
        Events events = new Events(connection, bus, subscriptions, sink);
        events.publisher.start();
        return events;
    }

    /** How many events of the other subscriptions arrived. */
    int delivered() throws Exception {
        return sink.delivered();
    }

    private void publish() {
        EventContext context = EventContext.of(Gateway.WORKSPACE, "extensions");
        int counted = 0;
        try {
            for (int number = 0; number < MOST; number++) {
                while (counted - delivered.get() >= UNDER_WAY) {
                    Thread.sleep(LOOK);
                    delivered.set(sink.delivered());
                }
                int subscription = number % subscriptions;
                EventDraft draft = EventDraft.of("_", Payload.wrap(Bodies.of(number, SIZE)));
                var unused = bus.publish(context, Subscriptions.eventKey(subscription), draft, Durability.PERSISTENT);
                counted += subscription == 0 ? 0 : 1;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        publisher.interrupt();
        publisher.join();
        bus.close();
        connection.close();
    }
}
