package dev.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.memory.MemoryTransport;
import dev.eventbus.testkit.RecordingHandler;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the bus refuses, and in which words. */
class EventBusArgumentsTest {
    private static final EventContext CONTEXT = EventContext.of("org_1", "conversations");
    private static final EventDraft DRAFT = EventDraft.of("conv_1", "hello");
    private static final SubscribeOptions MESSAGES =
            SubscribeOptions.to("conversation.message_posted").org("org_1");

    private final MemoryTransport transport = new MemoryTransport();
    private final EventBus bus = EventBus.builder().transport(transport).build();
    private final RecordingHandler handler = new RecordingHandler();

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void aWrongArgumentIsNamedAndNothingIsSent() {
        bus.subscribe(MESSAGES.localOnly(), handler);

        assertRefused("conversation", DRAFT, "eventKey must have 2 to 16 segments");
        assertRefused("conversation.message posted", DRAFT, "eventKey segment 2 must match");
        assertRefused("conversation.message_posted", DRAFT.filter("k", "a.b"), "filter k must match");
        assertRefused("conversation.message_posted", EventDraft.of("a b", "x"), "resourceId must match");
        assertRefused("conversation.message_posted", DRAFT.withId(""), "id must match");
        assertRefused("conversation.message_posted", DRAFT.withTags(List.of("\ud83c")), "tags must be well-formed");

        assertThat(bus.drain(Duration.ofSeconds(10))).isTrue();
        assertThat(handler.calls()).isEmpty();
    }

    @Test
    void anEventLargerThanTheTransportTakesIsRefused() throws Exception {
        int limit = transport.capabilities().maxEventBytes();
        bus.subscribe(MESSAGES.localOnly(), handler);

        assertRefused("conversation.message_posted", EventDraft.of("x".repeat(limit)), "payload must leave the event");
        assertRefused("conversation.message_posted", EventDraft.of("x".repeat(limit - 50)), "payload must leave");
        bus.publish(
                CONTEXT, "conversation.message_posted", EventDraft.of("x".repeat(limit - 1_000)), Durability.EPHEMERAL);

        assertThat(handler.await(1)).hasSize(1);
    }

    @Test
    void subscribingNeedsAnOrganizationAndAnOpenBus() {
        assertThatThrownBy(() -> bus.subscribe(SubscribeOptions.to("a.b"), handler))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("organization must be given");
        bus.close();

        assertThatThrownBy(() -> bus.subscribe(MESSAGES, handler)).isInstanceOf(EventBusException.class);
        assertThatThrownBy(() -> bus.publish(CONTEXT, "a.b", DRAFT, Durability.EPHEMERAL))
                .isInstanceOf(EventBusException.class);
    }

    @Test
    void aBusNeedsATransport() {
        assertThatThrownBy(() -> EventBus.builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("transport must be given");
    }

    private void assertRefused(String eventKey, EventDraft draft, String message) {
        assertThatThrownBy(() -> bus.publish(CONTEXT, eventKey, draft, Durability.EPHEMERAL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
