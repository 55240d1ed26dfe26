package dev.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.dispatch.Overflow;
import dev.eventbus.memory.MemoryTransport;
import dev.eventbus.testkit.ManualClock;
import dev.eventbus.testkit.RecordingHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventBusTest {
    private static final EventContext CONTEXT =
            EventContext.of("org_1", "conversations").withActor("user_1");
    private static final EventDraft DRAFT =
            EventDraft.of("conv_1", Map.of("text", "hello")).filter("participant", "part_1");
    private static final SubscribeOptions MESSAGES =
            SubscribeOptions.to("conversation.message_posted").org("org_1");

    private final ManualClock clock = new ManualClock();
    private final MemoryTransport transport = new MemoryTransport(1_000, clock, clock);
    private final EventBus bus = bus(EventBus.builder());
    private final RecordingHandler handler = new RecordingHandler();
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void close() {
        gate.countDown();
        bus.close();
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aLiveSubscriptionGetsTheEventAsPublished(Durability durability) throws Exception {
        bus.subscribe(MESSAGES, handler);

        Published published = publish(DRAFT.withTags(List.of("vip")).withSchemaVersion("2"), durability);

        Event event = handler.await(1).getFirst();
        assertThat(event.id()).isEqualTo(published.eventId()).hasSize(26);
        assertThat(event.topic())
                .hasToString("events.org_1.conversations.conversation.message_posted.conv_1.participant.part_1")
                .hasToString(published.topic());
        assertThat(event.timestamp()).isEqualTo(clock.instant());
        assertThat(event.metadata())
                .isEqualTo(new EventMetadata(
                        Map.of("participant", List.of("part_1")),
                        List.of("vip"),
                        "user_1",
                        "2",
                        "conversation.message_posted"));
        assertThat(published.position().isStored()).isEqualTo(durability == Durability.PERSISTENT);
    }

    @Test
    void theKeysOwnSourceWinsAndAGivenIdAndTimeAreKept() {
        bus.subscribe(SubscribeOptions.to("crm.deal.stage.changed").allOrgs().localOnly(), handler);

        bus.publish(
                CONTEXT,
                "crm.deal.stage.changed",
                DRAFT.withId("my-id").at(clock.instant().minusSeconds(5)),
                Durability.EPHEMERAL);

        Event event = awaited(1).getFirst();
        assertThat(event.source()).isEqualTo("crm");
        assertThat(event.resource()).isEqualTo("deal:stage");
        assertThat(event.id()).isEqualTo("my-id");
        assertThat(event.timestamp()).isEqualTo(clock.instant().minusSeconds(5));
    }

    @ParameterizedTest
    @EnumSource(SubscriptionKind.class)
    void filtersAreCheckedForEveryKindOfSubscription(SubscriptionKind kind) {
        bus.subscribe(kind.of(MESSAGES.filter("participant", "part_1").filter("channel", "*")), handler);

        publish(DRAFT.withId("one"), Durability.PERSISTENT);
        publish(DRAFT.filter("channel", "web").withId("two"), Durability.PERSISTENT);
        publish(DRAFT.filter("channel", "web").withId("three"), Durability.PERSISTENT);

        assertThat(awaited(2)).extracting(Event::id).containsExactlyInAnyOrder("two", "three");
        assertThat(transport.deadLetters()).isEmpty();
    }

    @Test
    void localOnlySubscriptionsWorkWhileTheBrokerIsAway() {
        bus.subscribe(MESSAGES.localOnly(), handler);
        transport.close();

        assertThat(bus.publish(CONTEXT, "conversation.message_posted", DRAFT, Durability.PERSISTENT))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(EventBusException.class);

        assertThat(awaited(1)).hasSize(1);
    }

    @Test
    void localOnlySubscriptionsGetNothingFromOtherInstances() {
        RecordingHandler live = new RecordingHandler();
        bus.subscribe(MESSAGES.localOnly(), handler);
        bus.subscribe(MESSAGES, live);
        EventBus other = bus(EventBus.builder());
        other.publish(CONTEXT, "conversation.message_posted", DRAFT.withId("theirs"), Durability.EPHEMERAL);
        publish(DRAFT.withId("ours"), Durability.EPHEMERAL);

        assertThat(awaited(1)).extracting(Event::id).containsExactly("ours");
        assertThat(bus.drain(Duration.ofSeconds(10))).isTrue();
        assertThat(live.ids()).containsExactlyInAnyOrder("theirs", "ours");
        assertThat(handler.calls()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(SubscriptionKind.class)
    void aHangingHandlerDelaysNoOtherSubscription(SubscriptionKind kind) {
        bus.subscribe(kind.of(MESSAGES), event -> gate.await());
        bus.subscribe(MESSAGES.localOnly(), handler);
        RecordingHandler live = new RecordingHandler();
        bus.subscribe(MESSAGES, live);
        RecordingHandler durable = new RecordingHandler();
        bus.subscribe(MESSAGES.durable("other"), durable);

        for (int i = 0; i < 50; i++) {
            publish(DRAFT, Durability.PERSISTENT);
        }

        assertThat(awaited(50)).hasSize(50);
        assertThat(awaited(live, 50)).hasSize(50);
        assertThat(awaited(durable, 50)).hasSize(50);
        gate.countDown();
    }

    @Test
    void thePublisherLearnsThatALocalSubscriptionRefusedTheEvent() throws Exception {
        EventBus small = bus(EventBus.builder().workers(1).queueCapacity(1).overflow(Overflow.FAIL));
        CountDownLatch started = new CountDownLatch(1);
        RecordingHandler live = new RecordingHandler();
        bus.subscribe(MESSAGES, live);
        small.subscribe(MESSAGES.localOnly(), event -> {
            started.countDown();
            gate.await();
        });
        small.publish(CONTEXT, "conversation.message_posted", DRAFT, Durability.EPHEMERAL);
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        small.publish(CONTEXT, "conversation.message_posted", DRAFT, Durability.EPHEMERAL);

        assertThat(small.publish(CONTEXT, "conversation.message_posted", DRAFT, Durability.EPHEMERAL))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("Event was published")
                .withMessageContaining("[local#1] are full");

        assertThat(awaited(live, 3)).hasSize(3);
    }

    @Test
    void aClosedSubscriptionGetsNothingAndADurableGoesOnWhereItWas() {
        Subscription subscription = bus.subscribe(MESSAGES.durable("d"), handler);
        publish(DRAFT.withId("one"), Durability.PERSISTENT);
        awaited(1);
        subscription.close();
        publish(DRAFT.withId("two"), Durability.PERSISTENT);

        RecordingHandler next = new RecordingHandler();
        bus.subscribe(MESSAGES.durable("d"), next);

        assertThat(awaited(next, 1)).extracting(Event::id).containsExactly("two");
        assertThat(subscription.isActive()).isFalse();
        assertThat(subscription.name()).isEqualTo("d");
        assertThat(handler.ids()).containsExactly("one");
    }

    @Test
    void closingADurableHandsBackWhatItDidNotStart() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        LinkedBlockingQueue<String> handled = new LinkedBlockingQueue<>();
        Subscription ordered = bus.subscribe(
                MESSAGES.durable("d")
                        .orderedBy(Event::resourceId)
                        .concurrency(2)
                        .ackWait(Duration.ofDays(1)),
                event -> {
                    started.countDown();
                    gate.await();
                    handled.add(event.id());
                });
        publish(DRAFT.withId("one"), Durability.PERSISTENT);
        publish(DRAFT.withId("two"), Durability.PERSISTENT);
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        clock.awaitAlarms(4); // the ack wait of both, and what keeps them alive
        Thread closing = Thread.ofVirtual().start(ordered::close);

        bus.subscribe(MESSAGES.durable("d"), handler);

        assertThat(awaited(1)).extracting(Event::id).containsExactly("two");
        gate.countDown();
        closing.join();
        assertThat(handled).containsExactly("one");
    }

    private EventBus bus(EventBusBuilder builder) {
        return builder.transport(transport)
                .clock(clock)
                .timer(clock)
                .random(new Random(1))
                .build();
    }

    private Published publish(EventDraft draft, Durability durability) {
        return bus.publish(CONTEXT, "conversation.message_posted", draft, durability)
                .toCompletableFuture()
                .join();
    }

    private List<Event> awaited(int count) {
        return awaited(handler, count);
    }

    private static List<Event> awaited(RecordingHandler handler, int count) {
        try {
            return handler.await(count);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
