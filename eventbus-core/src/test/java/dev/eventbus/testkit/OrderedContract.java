package dev.eventbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.Subscription;
import dev.eventbus.Verdict;
import dev.eventbus.retry.RetryPolicy;
import dev.eventbus.transport.DurableSpec;
import dev.eventbus.transport.StartAt;
import dev.eventbus.transport.Transport;
import dev.eventbus.transport.Transport.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a durable does whose events have an order, and what every durable does with handlers that take long. */
public abstract class OrderedContract extends LimitsContract {
    private static final Duration LONGER = ACK_WAIT.multipliedBy(3).dividedBy(2);

    private final CountDownLatch go = new CountDownLatch(1);

    @Test
    protected void ofThoseWhoConsumeInOrderOneIsActiveAndAnotherTakesOver() throws Exception {
        assumePersistent();
        Inbox active = new Inbox();
        Inbox standby = new Inbox();
        Registration first = transport.consume(ordered(4), active.acking());
        List<String> sent = store(1);
        assertThat(active.nextIds(1)).isEqualTo(sent);
        instance().consume(ordered(4), standby.acking());

        List<String> more = store(5);

        assertThat(active.nextIds(5)).isEqualTo(more);
        assertThat(standby.stays(ACK_WAIT)).isTrue();
        first.close();
        List<String> last = store(5);
        assertThat(standby.nextIds(5)).isEqualTo(last);
    }

    @Test
    protected void whatTheActiveOneLeftUnsettledComesBeforeWhatIsNewer() throws Exception {
        assumePersistent();
        List<String> sent = store(4);
        Inbox before = new Inbox();
        Registration first = transport.consume(ordered(4), before::keep);
        List<Inbox.Got> got = List.of(before.next(), before.next(), before.next(), before.next());
        got.get(1).delivery().settle(Verdict.ACK);
        first.close();
        List<String> more = store(2);

        Inbox after = new Inbox();
        instance().consume(ordered(4), after.acking());

        assertThat(after.nextIds(5))
                .isEqualTo(Stream.concat(Stream.of(sent.get(0), sent.get(2), sent.get(3)), more.stream())
                        .toList());
    }

    @Test
    protected void whatTheActiveOneGoesOnWithAfterItsCloseIsWaitedFor() throws Exception {
        assumePersistent();
        List<String> sent = store(3);
        Inbox before = new Inbox();
        Registration first = transport.consume(ordered(1), before::keep);
        Inbox.Got got = before.next();
        first.close();
        Inbox after = new Inbox();
        instance().consume(ordered(1), after.acking());

        for (int i = 0; i < 3; i++) {
            assertThat(after.stays(ACK_WAIT.dividedBy(2))).isTrue();
            assertThat(got.delivery().inProgress()).isTrue();
        }
        got.delivery().settle(Verdict.ACK);

        assertThat(after.nextIds(2)).isEqualTo(sent.subList(1, 3));
    }

    @Test
    protected void anOrderedDeliveryStaysUntilItIsSettled() throws Exception {
        assumePersistent();
        List<String> sent = store(1);
        Inbox inbox = new Inbox();
        Registration registration = transport.consume(ordered(4), inbox::keep);
        Inbox.Got got = inbox.next();

        assertThat(inbox.stays(LONGER)).isTrue();
        assertThat(got.delivery().inProgress()).isTrue();
        got.delivery().settle(Verdict.ACK);

        registration.close();
        assertThat(got.event().id()).isEqualTo(sent.getFirst());
        List<String> more = store(1);
        Inbox after = new Inbox();
        instance().consume(ordered(4), after.acking());
        assertThat(after.nextIds(1)).isEqualTo(more);
    }

    @Test
    protected void anOrderedEventIsTriedAgainBeforeItsSuccessorsWhileOthersMoveOn() throws Exception {
        assumePersistent();
        List<String> tried = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch others = new CountDownLatch(3);
        CountDownLatch all = new CountDownLatch(12);
        try (EventBus bus = bus()) {
            bus.subscribe(options().retry(RetryPolicy.fixed(Duration.ofMillis(100), 5)), (event, attempt) -> {
                tried.add(event.resourceId() + " " + event.eventName() + " " + attempt.number());
                all.countDown();
                if (event.resourceId().equals("other")) {
                    others.countDown();
                } else if (attempt.number() < 3) {
                    boolean movedOn = attempt.number() == 1 || others.await(20, TimeUnit.SECONDS);
                    throw new IllegalStateException("told to fail; others moved on: " + movedOn);
                }
                return Verdict.ACK;
            });
            for (String type : List.of("a", "b", "c")) {
                publish(event(type, "failing"), Durability.PERSISTENT);
            }
            for (String type : List.of("a", "b", "c")) {
                publish(event(type, "other"), Durability.PERSISTENT);
            }

            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(bus.drain(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(tried)
                .filteredOn(one -> one.startsWith("other"))
                .containsExactly("other a 1", "other b 1", "other c 1");
        assertThat(tried).containsSubsequence("other c 1", "failing a 3");
        assertThat(tried)
                .filteredOn(one -> one.startsWith("failing"))
                .containsExactly(
                        "failing a 1",
                        "failing a 2",
                        "failing a 3",
                        "failing b 1",
                        "failing b 2",
                        "failing b 3",
                        "failing c 1",
                        "failing c 2",
                        "failing c 3");
    }

    @Test
    protected void whatAnOrderedSubscriptionDidNotStartBeforeItsCloseCountsNoAttempt() throws Exception {
        assumePersistent();
        List<String> sent = storeOfOneResource(4);
        List<String> handled = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch rest = new CountDownLatch(3);
        EventBus bus = bus();
        Subscription first = bus.subscribe(options(), event -> {
            started.countDown();
            go.await();
            handled.add(event.id());
        });
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
        Thread closing = Thread.ofVirtual().start(first::close);
        List<Integer> attempts = Collections.synchronizedList(new ArrayList<>());

        bus.subscribe(options(), (event, attempt) -> {
            handled.add(event.id());
            attempts.add(attempt.number());
            rest.countDown();
            return Verdict.ACK;
        });
        assertThat(rest.await(ACK_WAIT.toMillis(), TimeUnit.MILLISECONDS))
                .as("the first is still being handled")
                .isFalse();
        go.countDown();

        assertThat(rest.await(20, TimeUnit.SECONDS)).isTrue();
        closing.join();
        bus.close();
        assertThat(handled).isEqualTo(sent);
        assertThat(attempts).containsExactly(1, 1, 1);
    }

    @Test
    protected void aHandlerMayTakeLongerThanTheAckWait() throws Exception {
        assumePersistent();
        takesLong(options());
    }

    @Test
    protected void aHandlerOfAnUnorderedDurableMayTakeLongerThanTheAckWait() throws Exception {
        assumePersistent();
        takesLong(SubscribeOptions.to("*.*")
                .org("org-" + test)
                .durable("long-" + test)
                .ackWait(ACK_WAIT));
    }

    private void takesLong(SubscribeOptions options) throws Exception {
        List<String> sent = store(1);
        Inbox inbox = new Inbox();
        try (EventBus bus = bus()) {
            bus.subscribe(options, (event, attempt) -> {
                inbox.onEvent(event, event.topic(), attempt.position());
                go.await();
                return Verdict.ACK;
            });
            assertThat(inbox.nextIds(1)).isEqualTo(sent);

            assertThat(inbox.stays(LONGER)).isTrue();

            go.countDown();
            assertThat(bus.drain(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(inbox.isEmpty()).isTrue();
    }

    private List<String> storeOfOneResource(int count) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(publish(event("e", "one"), Durability.PERSISTENT).eventId());
        }
        return ids;
    }

    private EventBus bus() throws Exception {
        return EventBus.builder().transport(instance()).build();
    }

    private SubscribeOptions options() {
        return SubscribeOptions.to("*.*")
                .org("org-" + test)
                .durable("ordered-" + test)
                .orderedBy(Event::resourceId)
                .ackWait(ACK_WAIT);
    }

    private DurableSpec ordered(int concurrency) {
        return new DurableSpec("ordered-" + test, all(), StartAt.all(), true, concurrency, ACK_WAIT, 5);
    }

    /** Another one where there can be several. */
    private Transport instance() throws Exception {
        return transport.capabilities().crossesInstances() ? another() : transport;
    }
}
