package dev.eventbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.Position;
import dev.eventbus.Published;
import dev.eventbus.Verdict;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.Delivery;
import dev.eventbus.transport.DeliverySink;
import dev.eventbus.transport.DurableSpec;
import dev.eventbus.transport.StartAt;
import dev.eventbus.transport.Transport;
import dev.eventbus.transport.Transport.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every transport does. A binding extends this, opens its transport, and is done when all of it passes. Nothing
 * here needs an empty store: each test uses an organization and durable names of its own.
 */
public abstract class TransportContract {
    private static final AtomicLong TESTS = new AtomicLong();
    private static final Duration ACK_WAIT = Duration.ofSeconds(1);

    private final String test = Long.toString(System.nanoTime(), 36) + "-" + TESTS.incrementAndGet();
    private final List<Transport> open = new ArrayList<>();
    private Transport transport;

    /** A transport on the store the test class uses; each call is another instance where the transport can have some. */
    protected abstract Transport open() throws Exception;

    /** The ids of the events the durable gave up, in any order; waits a little where storing takes a while. */
    protected abstract List<String> deadLetters(String durable, int expected) throws Exception;

    @BeforeEach
    final void openTransport() throws Exception {
        transport = another();
    }

    @AfterEach
    final void closeTransports() {
        open.forEach(Transport::close);
    }

    @Test
    protected void handsAnEphemeralEventToALiveListener() throws Exception {
        Inbox inbox = listen(all());

        Event event = event("e", "i");
        Published published = publish(event, Durability.EPHEMERAL);

        assertThat(inbox.next().event()).isEqualTo(event);
        assertThat(published.eventId()).isEqualTo(event.id());
        assertThat(published.topic()).isEqualTo(event.topic().toString());
        assertThat(published.position()).isEqualTo(Position.NONE);
        assertThat(published.duplicate()).isFalse();
    }

    @Test
    protected void handsAPersistentEventToALiveListenerWithItsPosition() throws Exception {
        assumePersistent();
        Inbox inbox = listen(all());

        Event event = event("e", "i");
        Published published = publish(event, Durability.PERSISTENT);

        assertThat(published.position().isStored()).isTrue();
        Inbox.Got got = inbox.next();
        assertThat(got.event()).isEqualTo(event);
        assertThat(got.position()).isEqualTo(published.position());
    }

    @Test
    protected void handsLiveEventsOverInTheOrderOfOnePublisher() throws Exception {
        Inbox inbox = listen(all());

        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sent.add(publish(event("e", "i" + i), Durability.EPHEMERAL).eventId());
        }

        assertThat(inbox.nextIds(50)).containsExactlyElementsOf(sent);
    }

    @Test
    protected void doesNotHandAnEventOfOtherPositionsToALiveListener() throws Exception {
        Inbox inbox = listen(pattern("wanted", "*"));

        publish(event("other", "i"), Durability.EPHEMERAL);
        Event wanted = event("wanted", "i");
        publish(wanted, Durability.EPHEMERAL);

        assertThat(inbox.next().event()).isEqualTo(wanted);
    }

    @Test
    protected void handsAnEventOnceToEachOfTwoListeners() throws Exception {
        Inbox one = listen(all());
        Inbox two = listen(pattern("e", "*"));

        Event event = event("e", "i");
        publish(event, Durability.EPHEMERAL);
        Event last = event("e", "last");
        publish(last, Durability.EPHEMERAL);

        assertThat(one.nextIds(2)).containsExactly(event.id(), last.id());
        assertThat(two.nextIds(2)).containsExactly(event.id(), last.id());
    }

    @Test
    protected void aClosedListenerGetsNothingMore() throws Exception {
        Inbox closed = new Inbox();
        Registration registration = transport.listen(all(), closed::onEvent);
        Inbox witness = listen(all());
        registration.close();

        publish(event("e", "i"), Durability.EPHEMERAL);

        witness.next();
        assertThat(closed.isEmpty()).isTrue();
    }

    @Test
    protected void aListenerThatThrowsDisturbsNeitherPublisherNorOthers() throws Exception {
        transport.listen(all(), (event, topic, position) -> {
            throw new IllegalStateException("told to fail");
        });
        Inbox inbox = listen(all());

        publish(event("e", "1"), Durability.EPHEMERAL);
        publish(event("e", "2"), Durability.EPHEMERAL);

        assertThat(inbox.nextIds(2)).hasSize(2);
    }

    @Test
    protected void keepsTopicPayloadAndMetadataAsTheyWere() throws Exception {
        Inbox inbox = listen(all());

        Event event = TestEvents.on(topic("e", "i") + ".k.v1.k.v2.participant.part_7");
        publish(event, Durability.EPHEMERAL);

        Inbox.Got got = inbox.next();
        assertThat(got.event()).isEqualTo(event);
        assertThat(got.topic()).isEqualTo(event.topic());
        assertThat(got.event().payload().bytes()).isEqualTo(event.payload().bytes());
    }

    @Test
    protected void storesAnIdOnce() throws Exception {
        assumePersistent();
        Event event = event("e", "i");
        Published first = publish(event, Durability.PERSISTENT);

        Published second = publish(event, Durability.PERSISTENT);

        assertThat(first.duplicate()).isFalse();
        assertThat(second.duplicate()).isTrue();
        assertThat(second.position()).isEqualTo(first.position());
        Event last = event("e", "last");
        publish(last, Durability.PERSISTENT);
        Inbox inbox = consumeAndAck(spec());
        assertThat(inbox.nextIds(2)).containsExactly(event.id(), last.id());
    }

    @Test
    protected void positionsGrow() throws Exception {
        assumePersistent();
        Position first = publish(event("e", "1"), Durability.PERSISTENT).position();

        Position second = publish(event("e", "2"), Durability.PERSISTENT).position();

        assertThat(second.sequence()).isGreaterThan(first.sequence());
    }

    @Test
    protected void aDurableGetsWhatWasStoredBeforeIt() throws Exception {
        assumePersistent();
        List<String> sent = store(3);

        Inbox inbox = consumeAndAck(spec());

        assertThat(inbox.nextIds(3)).containsExactlyElementsOf(sent);
    }

    @Test
    protected void aDurableGetsNoEphemeralEvents() throws Exception {
        assumePersistent();
        Inbox inbox = consumeAndAck(spec());

        publish(event("e", "ephemeral"), Durability.EPHEMERAL);
        List<String> sent = store(1);

        assertThat(inbox.nextIds(1)).isEqualTo(sent);
    }

    @Test
    protected void aDurableGetsOnlyItsPositions() throws Exception {
        assumePersistent();
        publish(event("other", "i"), Durability.PERSISTENT);
        Event wanted = event("wanted", "i");
        publish(wanted, Durability.PERSISTENT);

        Inbox inbox = consumeAndAck(spec(pattern("wanted", "*"), StartAt.all(), 4, 5));

        assertThat(inbox.next().event()).isEqualTo(wanted);
    }

    @Test
    protected void anAckedEventDoesNotComeAgain() throws Exception {
        assumePersistent();
        List<String> first = store(2);
        Inbox before = new Inbox();
        Registration registration = transport.consume(spec(), before.acking());
        assertThat(before.nextIds(2)).isEqualTo(first);
        registration.close();

        List<String> second = store(1);

        assertThat(consumeAndAck(spec()).nextIds(1)).isEqualTo(second);
    }

    @Test
    protected void aRetriedEventComesAgainAfterTheDelayAndCounts() throws Exception {
        assumePersistent();
        List<String> sent = store(1);
        Inbox inbox = new Inbox();
        Duration delay = Duration.ofMillis(300);
        transport.consume(spec(), inbox.settling(attempt -> attempt < 3 ? Verdict.retry(delay) : Verdict.ACK));

        Inbox.Got first = inbox.next();
        Inbox.Got second = inbox.next();
        Inbox.Got third = inbox.next();

        assertThat(List.of(first.attempt(), second.attempt(), third.attempt())).containsExactly(1, 2, 3);
        assertThat(third.event().id()).isEqualTo(sent.getFirst());
        assertThat(second.nanos() - first.nanos()).isGreaterThanOrEqualTo(delay.toNanos() * 9 / 10);
        assertThat(third.nanos() - second.nanos()).isGreaterThanOrEqualTo(delay.toNanos() * 9 / 10);
    }

    @Test
    protected void aRetryHoldsUpNoOtherEvent() throws Exception {
        assumePersistent();
        List<String> sent = store(2);
        Inbox inbox = new Inbox();
        transport.consume(spec(all(), StartAt.all(), 1, 5), delivery -> {
            inbox.keep(delivery);
            boolean first = delivery.event().id().equals(sent.getFirst());
            delivery.settle(first ? Verdict.retry(Duration.ofMinutes(5)) : Verdict.ACK);
        });

        assertThat(inbox.nextIds(2)).isEqualTo(sent);
    }

    @Test
    protected void aDeadLetterIsKeptAndDoesNotComeAgain() throws Exception {
        assumePersistent();
        List<String> sent = store(2);
        Inbox inbox = new Inbox();
        DurableSpec spec = spec(all(), StartAt.all(), 1, 5);
        transport.consume(spec, delivery -> {
            inbox.keep(delivery);
            boolean first = delivery.event().id().equals(sent.getFirst());
            delivery.settle(first ? Verdict.deadLetter("cannot be handled") : Verdict.ACK);
        });

        assertThat(inbox.nextIds(2)).isEqualTo(sent);
        assertThat(deadLetters(spec.name(), 1)).containsExactly(sent.getFirst());
        List<String> more = store(1);
        assertThat(inbox.nextIds(1)).isEqualTo(more);
    }

    @Test
    protected void anUnsettledEventComesAgainAfterItsAckWait() throws Exception {
        assumePersistent();
        List<String> sent = store(1);
        Inbox inbox = new Inbox();
        transport.consume(spec(), delivery -> {
            inbox.keep(delivery);
            if (delivery.attempt().number() > 1) {
                delivery.settle(Verdict.ACK);
            }
        });

        Inbox.Got first = inbox.next();
        Inbox.Got second = inbox.next();

        assertThat(second.event().id()).isEqualTo(sent.getFirst());
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.nanos() - first.nanos()).isGreaterThanOrEqualTo(ACK_WAIT.toNanos() * 9 / 10);
    }

    @Test
    protected void anEventThatIsNeverHandledIsDeadLetteredAfterMaxDeliver() throws Exception {
        assumePersistent();
        List<String> sent = store(1);
        Inbox inbox = new Inbox();
        DurableSpec spec = spec(all(), StartAt.all(), 4, 2);
        transport.consume(spec, inbox.settling(attempt -> Verdict.retry(Duration.ZERO)));

        assertThat(inbox.nextIds(2)).containsExactly(sent.getFirst(), sent.getFirst());
        assertThat(deadLetters(spec.name(), 1)).containsExactly(sent.getFirst());
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    protected void twoWhoConsumeUnderOneNameShareTheEvents() throws Exception {
        assumePersistent();
        List<String> sent = store(20);
        Transport second = transport.capabilities().crossesInstances() ? another() : transport;
        Inbox both = new Inbox();
        transport.consume(spec(), both.acking());
        second.consume(spec(), both.acking());

        assertThat(both.nextIds(20)).containsExactlyInAnyOrderElementsOf(sent);
        List<String> last = store(1);
        assertThat(both.nextIds(1)).isEqualTo(last);
    }

    @Test
    protected void twoDurablesEachGetEveryEvent() throws Exception {
        assumePersistent();
        List<String> sent = store(3);

        Inbox one = consumeAndAck(spec());
        Inbox two = new Inbox();
        transport.consume(named("other-" + test, StartAt.all()), two.acking());

        assertThat(one.nextIds(3)).isEqualTo(sent);
        assertThat(two.nextIds(3)).isEqualTo(sent);
    }

    @Test
    protected void aNewDurableMayBeginWithWhatIsStoredFromNowOn() throws Exception {
        assumePersistent();
        store(2);
        Inbox inbox = consumeAndAck(named("new-" + test, StartAt.now()));

        List<String> sent = store(1);

        assertThat(inbox.nextIds(1)).isEqualTo(sent);
    }

    @Test
    protected void aNewDurableMayBeginAtAPosition() throws Exception {
        assumePersistent();
        store(2);
        Event third = event("e", "3");
        long sequence = publish(third, Durability.PERSISTENT).position().sequence();

        Inbox inbox = consumeAndAck(named("at-" + test, StartAt.sequence(sequence)));

        assertThat(inbox.next().event()).isEqualTo(third);
    }

    @Test
    protected void aNewDurableMayBeginAtATime() throws Exception {
        assumePersistent();
        List<String> sent = store(2);
        Inbox since =
                consumeAndAck(named("since-" + test, StartAt.time(Instant.now().minusSeconds(3600))));
        Inbox later =
                consumeAndAck(named("later-" + test, StartAt.time(Instant.now().plusSeconds(3600))));

        assertThat(since.nextIds(2)).isEqualTo(sent);
        assertThat(later.isEmpty()).isTrue();
    }

    @Test
    protected void noMoreDeliveriesAreUnsettledThanAgreed() throws Exception {
        assumePersistent();
        List<String> sent = store(5);
        Inbox inbox = new Inbox();
        DurableSpec spec = new DurableSpec("few-" + test, all(), StartAt.all(), 2, Duration.ofMinutes(1), 5);
        transport.consume(spec, inbox::keep);

        Inbox.Got first = inbox.next();
        inbox.next();
        assertThat(inbox.stays(Duration.ofMillis(300))).isTrue();
        first.delivery().settle(Verdict.ACK);

        assertThat(inbox.next().event().id()).isEqualTo(sent.get(2));
    }

    @Test
    protected void settlingTwiceDoesNothing() throws Exception {
        assumePersistent();
        List<String> sent = store(2);
        Inbox inbox = new Inbox();
        transport.consume(spec(all(), StartAt.all(), 1, 5), delivery -> {
            inbox.keep(delivery);
            delivery.settle(Verdict.ACK);
            delivery.settle(Verdict.retry(Duration.ZERO));
        });

        assertThat(inbox.nextIds(2)).isEqualTo(sent);
        assertThat(inbox.stays(Duration.ofMillis(300))).isTrue();
    }

    @Test
    protected void oneWhoSaysToBeInProgressIsGivenTime() throws Exception {
        assumePersistent();
        store(1);
        Inbox inbox = new Inbox();
        transport.consume(spec(), inbox::keep);
        Delivery delivery = inbox.next().delivery();

        for (int i = 0; i < 4; i++) {
            assertThat(inbox.stays(ACK_WAIT.dividedBy(2))).isTrue();
            delivery.inProgress();
        }
        delivery.settle(Verdict.ACK);

        assertThat(inbox.stays(ACK_WAIT.multipliedBy(2))).isTrue();
    }

    @Test
    protected void aClosedTransportTakesNothing() throws Exception {
        transport.close();

        assertThatThrownBy(() -> publish(event("e", "i"), Durability.EPHEMERAL))
                .isInstanceOfAny(ExecutionException.class, RuntimeException.class);
        assertThatThrownBy(() -> listen(all())).isInstanceOf(RuntimeException.class);
    }

    @Test
    protected void closingTwiceIsHarmless() {
        transport.close();

        transport.close();
    }

    @Test
    protected void everyCaseOfTheTableArrivesAtLeastWhereItMatches() throws Exception {
        for (MatchingCases.Case row : MatchingCases.valid().toList()) {
            if (row.outcome() == MatchingCases.Outcome.MATCH) {
                Inbox inbox = new Inbox();
                Event event = row.event();
                TopicPattern pattern = TopicPattern.parse(row.pattern());
                try (Registration registration = transport.listen(pattern.withoutFilters(), inbox::onEvent)) {
                    publish(event, Durability.EPHEMERAL);
                    assertThat(inbox.next().event().id()).as(row.toString()).isEqualTo(event.id());
                }
            }
        }
    }

    private Transport another() throws Exception {
        Transport another = open();
        open.add(another);
        return another;
    }

    private void assumePersistent() {
        assumeTrue(transport.capabilities().persistent(), "the transport stores nothing");
    }

    private String topic(String event, String resourceId) {
        return "events.org-" + test + ".s.r." + event + "." + resourceId;
    }

    private Event event(String event, String resourceId) {
        return TestEvents.on(topic(event, resourceId));
    }

    private TopicPattern all() {
        return pattern("*", "*");
    }

    private TopicPattern pattern(String event, String resourceId) {
        return TopicPattern.parse(topic(event, resourceId));
    }

    private DurableSpec spec() {
        return spec(all(), StartAt.all(), 1, 5);
    }

    private DurableSpec spec(TopicPattern pattern, StartAt start, int concurrency, int maxDeliver) {
        return new DurableSpec("durable-" + test, pattern, start, concurrency, ACK_WAIT, maxDeliver);
    }

    private DurableSpec named(String name, StartAt start) {
        return new DurableSpec(name, all(), start, 1, ACK_WAIT, 5);
    }

    private Published publish(Event event, Durability durability)
            throws InterruptedException, ExecutionException, TimeoutException {
        return transport
                .publish(event, event.topic(), durability)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private List<String> store(int count) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(publish(event("e", "stored-" + i), Durability.PERSISTENT).eventId());
        }
        return ids;
    }

    private Inbox listen(TopicPattern pattern) {
        Inbox inbox = new Inbox();
        transport.listen(pattern, inbox::onEvent);
        return inbox;
    }

    private Inbox consumeAndAck(DurableSpec spec) {
        Inbox inbox = new Inbox();
        DeliverySink sink = inbox.acking();
        transport.consume(spec, sink);
        return inbox;
    }
}
