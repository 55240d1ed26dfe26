package dev.eventbus.bench.realtime;

import dev.eventbus.Durability;
import dev.eventbus.EventBus;
import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import dev.eventbus.Payload;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsSettings;
import dev.eventbus.nats.NatsTransport;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Publishes to one socket or to all, as ephemeral events or, for the bare server, as the frames they would become. */
final class Publishing implements AutoCloseable {
    private static final String TEXT = "x".repeat(200);
    private static final String ENVELOPE =
            "{\"type\":\"event\",\"ref\":[1],\"position\":\"\",\"event\":{\"id\":\"01JD4XJ5T9Z0Q8W7E6R5T4Y3U2\","
                    + "\"organizationId\":\"bench\",\"source\":\"bench\",\"resource\":\"socket\",\"eventName\":\"hit\","
                    + "\"timestamp\":\"2026-11-21T08:00:00.000Z\",\"metadata\":{},\"payload\":";

    private final EventContext context;
    private final NatsConnection connection;
    private final NatsTransport transport;
    private final EventBus bus;
    private final Connection raw;

    Publishing(String nats, String workspace) throws IOException, InterruptedException {
        NatsSettings settings = NatsSettings.of(nats);
        context = EventContext.of(workspace, "bench");
        connection = NatsConnection.connect(settings);
        connection.awaitConnected(Duration.ofSeconds(10));
        transport = NatsTransport.open(connection, settings);
        bus = EventBus.builder().transport(transport).build();
        raw = Nats.connect(nats);
    }

    /** @param to a socket's number, or {@code all} */
    void publish(Engine engine, String to) {
        byte[] payload = ("{\"sentAt\":\"" + System.nanoTime() + "\",\"text\":\"" + TEXT + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        switch (engine) {
            case BARE ->
                raw.publish(
                        "bare." + to,
                        (ENVELOPE + new String(payload, StandardCharsets.UTF_8) + "}}")
                                .getBytes(StandardCharsets.UTF_8));
            case GATEWAY -> {
                var unused = bus.publish(
                        context, "u" + to + ".hit", EventDraft.of("r", Payload.wrap(payload)), Durability.EPHEMERAL);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        raw.close();
        bus.close();
        transport.close();
        connection.close();
    }
}
