package dev.eventbus.nats;

import static dev.eventbus.Durability.EPHEMERAL;
import static dev.eventbus.Durability.PERSISTENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Durability;
import dev.eventbus.EventBus;
import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.nats.server.NatsServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The subscriptions that the description of the event bus gives as examples, between two instances on one broker. */
class SourceExamplesIT {
    private static final EventContext CONVERSATIONS = EventContext.of("org_123", "conversations");
    private static final EventContext OTHER_ORGANIZATION = EventContext.of("org_9", "conversations");
    private static NatsServer server;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Collection<String> seen = new ConcurrentLinkedQueue<>();
    private final EventBus here = instance();
    private final EventBus there = instance();

    @BeforeAll
    static void startServer() {
        server = NatsServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    private EventBus instance() {
        NatsSettings settings = NatsSettings.of(server.url());
        NatsConnection connection = NatsConnection.connect(settings);
        open.add(connection);
        EventBus bus = EventBus.builder()
                .transport(NatsTransport.open(connection, settings))
                .build();
        open.add(bus);
        return bus;
    }

    @ParameterizedTest
    @EnumSource
    void allMessagesOfAnOrganization(Durability durability) throws Exception {
        record(
                there,
                SubscribeOptions.to("conversations.conversation.message_posted").org("org_123"));

        publish(OTHER_ORGANIZATION, "conversation.message_posted", EventDraft.of("conv_0", Map.of()), durability);
        publish(CONVERSATIONS, "conversation.created", EventDraft.of("conv_0", Map.of()), durability);
        publish(CONVERSATIONS, "conversation.message_posted", EventDraft.of("conv_1", Map.of()), durability);
        publish(
                CONVERSATIONS,
                "conversation.message_posted",
                EventDraft.of("conv_2", Map.of()).filter("participant", "part_789"),
                durability);

        sees("conv_1", "conv_2");
    }

    @ParameterizedTest
    @EnumSource
    void allFlowRuns(Durability durability) throws Exception {
        record(there, SubscribeOptions.to("flows.flow.run").org("org_123"));
        EventContext flows = EventContext.of("org_123", "flows");

        publish(flows, "flow.updated", EventDraft.of("flow_0", Map.of()), durability);
        publish(flows, "flow.run", EventDraft.of("flow_1", Map.of()), durability);
        publish(flows, "flow.run", EventDraft.of("flow_2", Map.of()), durability);

        sees("flow_1", "flow_2");
    }

    @ParameterizedTest
    @EnumSource
    void oneAppAcrossOrganizations(Durability durability) throws Exception {
        record(
                there,
                SubscribeOptions.to("apps.app.event_received").allOrgs().resource("app_456"),
                event -> event.organizationId());

        publish(EventContext.of("org_1", "apps"), "app.event_received", EventDraft.of("app_4", Map.of()), durability);
        publish(EventContext.of("org_1", "apps"), "app.event_received", EventDraft.of("app_456", Map.of()), durability);
        publish(EventContext.of("org_2", "apps"), "app.event_received", EventDraft.of("app_456", Map.of()), durability);

        sees("org_1", "org_2");
    }

    @ParameterizedTest
    @EnumSource
    void messagesOfOneParticipant(Durability durability) throws Exception {
        record(
                there,
                SubscribeOptions.to("conversations.conversation.message_posted")
                        .org("org_123")
                        .filter("participant", "part_789"));

        EventDraft draft = EventDraft.of("conv_0", Map.of());
        publish(CONVERSATIONS, "conversation.message_posted", draft, durability);
        publish(CONVERSATIONS, "conversation.message_posted", draft.filter("participant", "part_7"), durability);
        publish(
                CONVERSATIONS,
                "conversation.message_posted",
                EventDraft.of("conv_1", Map.of())
                        .filter("channel", "web")
                        .filter("participant", "part_1")
                        .filter("participant", "part_789"),
                durability);

        sees("conv_1");
    }

    @Test
    void aLocalOnlyHandlerFiresOnThePublishersInstanceAlone() throws Exception {
        SubscribeOptions runs = SubscribeOptions.to("flows.flow.run").org("org_123");
        record(here, runs.localOnly(), event -> "here, local " + event.resourceId());
        record(there, runs.localOnly(), event -> "there, local " + event.resourceId());
        record(there, runs, event -> "there " + event.resourceId());

        publish(EventContext.of("org_123", "flows"), "flow.run", EventDraft.of("flow_1", Map.of()), PERSISTENT);
        publish(EventContext.of("org_123", "flows"), "flow.run", EventDraft.of("flow_2", Map.of()), EPHEMERAL);

        sees("here, local flow_1", "there flow_1", "here, local flow_2", "there flow_2");
    }

    @Test
    void aLocalOnlyHandlerNeedsNoBroker() {
        try (NatsConnection none = NatsConnection.connect(NatsSettings.of("nats://127.0.0.1:1"));
                EventBus alone = EventBus.builder()
                        .transport(NatsTransport.open(none, NatsSettings.of("nats://127.0.0.1:1")))
                        .build()) {
            record(alone, SubscribeOptions.to("flows.flow.run").org("org_123").localOnly());

            var published = alone.publish(
                    EventContext.of("org_123", "flows"), "flow.run", EventDraft.of("flow_1", Map.of()), EPHEMERAL);

            sees("flow_1");
            assertThat(published.toCompletableFuture()).isCompletedExceptionally();
        }
    }

    private void record(EventBus bus, SubscribeOptions options) {
        record(bus, options, event -> event.resourceId());
    }

    private void record(
            EventBus bus, SubscribeOptions options, java.util.function.Function<dev.eventbus.Event, String> what) {
        open.add(bus.subscribe(options, event -> {
            seen.add(what.apply(event));
        }));
    }

    private void publish(EventContext context, String key, EventDraft draft, Durability durability) throws Exception {
        here.publish(context, key, draft, durability).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** What was published last matches, so when that is there nothing that came before it is still on its way. */
    private void sees(String... expected) {
        await().atMost(Duration.ofSeconds(20)).until(() -> seen.size() >= expected.length);
        assertThat(seen).containsExactlyInAnyOrder(expected);
    }
}
