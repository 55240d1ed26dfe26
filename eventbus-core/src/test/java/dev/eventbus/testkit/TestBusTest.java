package dev.eventbus.testkit;

import static dev.eventbus.testkit.EventBusAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.DeadLetter;
import dev.eventbus.Event;
import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import dev.eventbus.Published;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.Verdict;
import dev.eventbus.retry.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestBusTest {
    private static final EventContext CONTEXT = EventContext.of("org_1", "crm").withActor("user_1");
    private static final EventDraft WON = EventDraft.of("deal_7", Map.of("won", true))
            .filter("channel", "web")
            .withTags(List.of("vip"));
    private static final SubscribeOptions CLOSED =
            SubscribeOptions.to("deal.closed").org("org_1");

    private final TestBus bus = TestBus.create();

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void bringsWhatIsPublishedToARecordingHandler() throws Exception {
        RecordingHandler handler = bus.record(CLOSED);

        Published published = bus.publish(CONTEXT, "deal.closed", WON);

        assertThat(handler.awaitOne())
                .hasId(published.eventId())
                .hasTopic("events.org_1.crm.deal.closed.deal_7.channel.web")
                .hasKey("deal.closed")
                .hasOrganization("org_1")
                .hasResourceId("deal_7")
                .hasActor("user_1")
                .hasFilter("channel", "web")
                .hasTag("vip")
                .hasPayload(" { \"won\" : true } ")
                .hasExactPayload("{\"won\":true}");
    }

    @Test
    void retriesComeWhenTheTestMovesTime() throws Exception {
        RetryPolicy twice = RetryPolicy.fixed(Duration.ofMinutes(5), 1);
        RecordingHandler handler = bus.record(
                CLOSED.durable("d").ackWait(Duration.ofDays(1)).retry(twice), new RecordingHandler().failing(9));

        bus.publish(CONTEXT, "deal.closed", WON);
        handler.await(1);
        bus.passRetryDelay(Duration.ofMinutes(5));
        handler.await(2);

        DeadLetter letter = bus.awaitDeadLetters(1).getFirst();
        assertThat(letter)
                .isOf("d")
                .hasKind(Verdict.DeadLetter.EXHAUSTED)
                .hasAttempts(2)
                .hasReasonContaining("told to fail")
                .event()
                .hasResourceId("deal_7");
        assertThat(letter.lastAt()).isEqualTo(bus.clock().instant());
    }

    @Test
    void whatDidNotComeUntilTheDrainNeverComes() {
        RecordingHandler handler = bus.record(CLOSED.filter("channel", "mail"));

        bus.publish(CONTEXT, "deal.closed", WON);
        bus.drain();

        assertThat(handler.calls()).isEmpty();
    }

    @Test
    void makesTheSameIdsAtEachRun() {
        try (TestBus other = TestBus.create(builder -> builder.workers(1))) {
            assertThat(other.publish(CONTEXT, "deal.closed", WON)).isEqualTo(bus.publish(CONTEXT, "deal.closed", WON));
        }
    }

    @Test
    void everyAssertionFailsInWordsWhenItIsNotSo() throws Exception {
        RecordingHandler handler = bus.record(CLOSED);
        bus.publish(CONTEXT, "deal.closed", WON.withId("one"));
        Event event = handler.awaitOne();

        fails(() -> assertThat(event).hasId("two"), "event one to have id <two>, but it was <one>");
        fails(() -> assertThat(event).hasTopic("events.x"), "to have topic <events.x>");
        fails(() -> assertThat(event).hasOrganization("x"), "organizationId <x>, but it was <org_1>");
        fails(() -> assertThat(event).hasResourceId("x"), "resourceId <x>, but it was <deal_7>");
        fails(() -> assertThat(event).hasKey("x"), "eventKey <x>, but it was <deal.closed>");
        fails(() -> assertThat(event).hasActor(null), "actor <null>, but it was <user_1>");
        fails(() -> assertThat(event).hasFilter("channel", "mail"), "filter channel=mail, but its filters were");
        fails(() -> assertThat(event).hasTag("x"), "tag \"x\", but its tags were [vip]");
        fails(() -> assertThat(event).hasPayload("{\"won\":false}"), "{\"won\":true}");
        fails(() -> assertThat(event).hasExactPayload("{\"won\": true}"), "payload <{\"won\": true}>");
    }

    @Test
    void deadLetterAssertionsFailInWordsToo() throws Exception {
        bus.record(CLOSED.durable("d").retry(RetryPolicy.fixed(Duration.ZERO, 0)), new RecordingHandler().failing(1));
        bus.publish(CONTEXT, "deal.closed", WON);
        DeadLetter letter = bus.awaitDeadLetters(1).getFirst();

        fails(() -> assertThat(letter).isOf("x"), "subscription <x>, but it was <d>");
        fails(() -> assertThat(letter).hasKind("x"), "kind <x>, but it was <exhausted>");
        fails(() -> assertThat(letter).hasAttempts(9), "attempts <9>, but it was <1>");
        fails(() -> assertThat(letter).hasReasonContaining("x9"), "reason to contain <x9>");
        fails(() -> assertThat(letter).event().hasTag("x"), "tag");
    }

    @Test
    void oneMeansOne() throws Exception {
        RecordingHandler handler = bus.record(CLOSED);
        bus.publish(CONTEXT, "deal.closed", WON);
        bus.publish(CONTEXT, "deal.closed", WON);
        handler.await(2);

        fails(handler::awaitOne, "waited for one call, there were 2");
    }

    private static void fails(ThrowingCallable assertion, String message) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessageContaining(message);
    }
}
