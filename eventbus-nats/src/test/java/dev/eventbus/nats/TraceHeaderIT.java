package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.json.EventCodec;
import dev.eventbus.nats.server.NatsServer;
import dev.eventbus.testkit.RecordingHandler;
import dev.eventbus.testkit.TestEvents;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TraceHeaderIT {
    private static final String SAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String NOT_SAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static NatsServer server;

    private final NatsSettings settings = NatsSettings.of(server.url());
    private final NatsConnection connection = NatsConnection.connect(settings);
    private final EventBus bus = EventBus.builder()
            .transport(NatsTransport.open(connection, settings))
            .build();
    private final Connection raw = connection.require("Could not look at the wire");

    @BeforeAll
    static void startServer() {
        server = NatsServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void close() {
        bus.close();
        connection.close();
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void theHeaderIsOnTheWireWhereTheTraceIsSampledAndNowhereElse(Durability durability) throws Exception {
        Subscription wire = raw.subscribe("live.wire.>");

        Message sampled = sent(wire, SAMPLED, durability);
        Message notSampled = sent(wire, NOT_SAMPLED, durability);
        Message none = sent(wire, null, durability);

        assertThat(header(sampled)).isEqualTo(SAMPLED);
        assertThat(header(notSampled)).isNull();
        assertThat(header(none)).isNull();
        assertThat(EventCodec.decode(notSampled.getData()).metadata().traceparent())
                .isEqualTo(NOT_SAMPLED);
    }

    @Test
    void aForeignProducersHeaderIsTakenWhereTheBodyHasNone() throws Exception {
        RecordingHandler live = new RecordingHandler();
        RecordingHandler durable = new RecordingHandler();
        bus.subscribe(SubscribeOptions.to("deal.closed").org("foreign"), live);
        bus.subscribe(SubscribeOptions.to("deal.closed").org("foreign").durable("foreign"), durable);
        Event plain = TestEvents.on("events.foreign.crm.deal.closed.d_1");
        Event traced = with(TestEvents.on("events.foreign.crm.deal.closed.d_2"), NOT_SAMPLED);
        raw.flush(DEADLINE);

        for (Event event : new Event[] {plain, traced}) {
            publishRaw(event, SAMPLED);
        }
        publishRaw(TestEvents.on("events.foreign.crm.deal.closed.d_3"), "no\ttraceparent");

        for (RecordingHandler handler : new RecordingHandler[] {live, durable}) {
            assertThat(handler.await(3))
                    .extracting(event -> event.metadata().traceparent())
                    .containsExactlyInAnyOrder(SAMPLED, NOT_SAMPLED, null);
        }
    }

    private void publishRaw(Event event, String traceparent) throws Exception {
        raw.jetStream()
                .publish(
                        event.topic().toString(),
                        new Headers().put("traceparent", traceparent),
                        EventCodec.encode(event));
    }

    private Message sent(Subscription wire, @Nullable String traceparent, Durability durability) throws Exception {
        bus.publish(with(TestEvents.on("events.wire.crm.deal.closed.d_1"), traceparent), durability)
                .toCompletableFuture()
                .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        Message message = wire.nextMessage(DEADLINE);
        assertThat(message).isNotNull();
        return message;
    }

    private static Event with(Event event, @Nullable String traceparent) {
        return event.withMetadata(event.metadata().withTraceparent(traceparent));
    }

    private static @Nullable String header(Message message) {
        return message.getHeaders() == null ? null : message.getHeaders().getFirst("traceparent");
    }
}
