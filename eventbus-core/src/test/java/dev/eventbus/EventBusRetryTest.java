package dev.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.memory.MemoryTransport;
import dev.eventbus.retry.RetryPolicy;
import dev.eventbus.testkit.ManualClock;
import dev.eventbus.testkit.RecordingHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of events whose handler fails, decides otherwise, or takes its time. */
class EventBusRetryTest {
    private static final EventContext CONTEXT =
            EventContext.of("org_1", "conversations").withActor("user_1");
    private static final EventDraft DRAFT =
            EventDraft.of("conv_1", Map.of("text", "hello")).filter("participant", "part_1");
    private static final SubscribeOptions MESSAGES =
            SubscribeOptions.to("conversation.message_posted").org("org_1");

    private final ManualClock clock = new ManualClock();
    private final MemoryTransport transport = new MemoryTransport(1_000, clock, clock);
    private final EventBus bus = EventBus.builder()
            .transport(transport)
            .clock(clock)
            .timer(clock)
            .random(new Random(1))
            .build();
    private final RecordingHandler handler = new RecordingHandler();

    @AfterEach
    void close() {
        bus.close();
    }

    @ParameterizedTest
    @EnumSource(SubscriptionKind.class)
    void aHandlerThatThrowsIsCalledAgainByItsPolicy(SubscriptionKind kind) throws Exception {
        handler.failing(2);
        SubscribeOptions options = kind.of(MESSAGES).retry(RetryPolicy.exponential(Duration.ofMinutes(1), 3));
        bus.subscribe(options.ackWait(Duration.ofDays(1)), handler);
        publish(DRAFT, Durability.PERSISTENT);

        awaited(1);
        clock.awaitAlarmWithin(Duration.ofMinutes(1));
        clock.advance(Duration.ofMinutes(1));
        awaited(2);
        clock.awaitAlarmWithin(Duration.ofMinutes(2));
        clock.advance(Duration.ofMinutes(1));
        assertThat(handler.calls()).hasSize(2);
        clock.advance(Duration.ofMinutes(1));

        assertThat(awaited(3)).hasSize(3);
        assertThat(transport.deadLetters()).isEmpty();
    }

    @Test
    void aDurableThatKeepsFailingIsDeadLetteredAfterItsAttempts() throws Exception {
        handler.failing(99);
        bus.subscribe(MESSAGES.durable("d").retry(RetryPolicy.fixed(Duration.ZERO, 2)), handler);

        Published published = publish(DRAFT, Durability.PERSISTENT);
        awaited(3);
        assertThat(bus.drain(Duration.ofSeconds(10))).isTrue();

        assertThat(transport.deadLetters()).hasSize(1).allSatisfy(letter -> {
            assertThat(letter.event().id()).isEqualTo(published.eventId());
            assertThat(letter.attempts()).isEqualTo(3);
            assertThat(letter.reason()).isEqualTo("failed 3 times, last: IllegalStateException: told to fail");
        });
        assertThat(handler.calls()).hasSize(3);
    }

    @Test
    void aPermanentFailureIsDeadLetteredAtOnce() throws Exception {
        handler.failing(1);
        bus.subscribe(
                MESSAGES.durable("d")
                        .retry(RetryPolicy.fixed(Duration.ZERO, 9)
                                .permanentWhen(IllegalStateException.class::isInstance)),
                handler);

        publish(DRAFT, Durability.PERSISTENT);
        awaited(1);
        assertThat(bus.drain(Duration.ofSeconds(10))).isTrue();

        assertThat(transport.deadLetters()).hasSize(1);
    }

    @Test
    void aVerdictHandlerDecidesItself() throws Exception {
        LinkedBlockingQueue<Attempt> attempts = new LinkedBlockingQueue<>();
        bus.subscribe(MESSAGES.durable("d"), (event, attempt) -> {
            attempts.add(attempt);
            return attempt.number() == 1 ? Verdict.retry(Duration.ZERO) : Verdict.deadLetter("seen twice");
        });

        Published published = publish(DRAFT, Durability.PERSISTENT);

        assertThat(attempts.poll(10, TimeUnit.SECONDS)).isEqualTo(new Attempt(1, published.position()));
        assertThat(attempts.poll(10, TimeUnit.SECONDS)).isEqualTo(new Attempt(2, published.position()));
        assertThat(bus.drain(Duration.ofSeconds(10))).isTrue();
        assertThat(transport.deadLetters()).extracting("reason").containsExactly("seen twice");
    }

    @Test
    void eventsOfOneKeyKeepTheirOrderThroughARetry() throws Exception {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger failures = new AtomicInteger(1);
        CountDownLatch others = new CountDownLatch(2);
        bus.subscribe(
                MESSAGES.localOnly().orderedBy(Event::resourceId).retry(RetryPolicy.fixed(Duration.ofMinutes(1), 3)),
                event -> {
                    if (event.resourceId().equals("a") && failures.getAndDecrement() > 0) {
                        throw new IllegalStateException("told to fail");
                    }
                    log.add(event.id());
                    if (event.resourceId().equals("b")) {
                        others.countDown();
                    }
                });
        for (String id : List.of("a-1", "b-1", "a-2", "b-2")) {
            publish(EventDraft.of(id.substring(0, 1), id).withId(id), Durability.EPHEMERAL);
        }
        assertThat(others.await(10, TimeUnit.SECONDS)).isTrue();
        clock.awaitAlarms(1);

        clock.advance(Duration.ofMinutes(1));

        assertThat(bus.drain(Duration.ofSeconds(10))).isTrue();
        assertThat(log).containsExactly("b-1", "b-2", "a-1", "a-2");
    }

    @Test
    void whatWaitsBehindItsKeyLongerThanTheAckWaitIsHandledOnce() throws Exception {
        LinkedBlockingQueue<String> started = new LinkedBlockingQueue<>();
        Semaphore go = new Semaphore(0);
        Duration ackWait = Duration.ofSeconds(30);
        bus.subscribe(
                MESSAGES.durable("d")
                        .orderedBy(Event::resourceId)
                        .concurrency(3)
                        .ackWait(ackWait),
                (event, attempt) -> {
                    started.add(event.id() + " attempt " + attempt.number());
                    go.acquire();
                    return Verdict.ACK;
                });
        for (String id : List.of("one", "two", "three")) {
            publish(DRAFT.withId(id), Durability.PERSISTENT);
        }

        // Each handler takes longer than the ack wait; each delivery has one alarm for that and one to keep it alive.
        for (int unsettled = 3; unsettled > 0; unsettled--) {
            for (int thirds = 0; thirds < 4; thirds++) {
                clock.awaitAlarms(2 * unsettled);
                clock.advance(ackWait.dividedBy(3));
            }
            clock.awaitAlarms(2 * unsettled);
            go.release();
        }

        assertThat(bus.drain(Duration.ofSeconds(10))).isTrue();
        assertThat(started).containsExactly("one attempt 1", "two attempt 1", "three attempt 1");
    }

    @Test
    void anUnorderedEventWhoseHandlerHangsIsDeliveredAnewAfterTwentyAckWaits() throws Exception {
        LinkedBlockingQueue<Integer> started = new LinkedBlockingQueue<>();
        CountDownLatch gate = new CountDownLatch(1);
        Duration ackWait = Duration.ofSeconds(30);
        bus.subscribe(MESSAGES.durable("d").concurrency(2).ackWait(ackWait), (event, attempt) -> {
            started.add(attempt.number());
            if (attempt.number() == 1) {
                gate.await();
            }
            return Verdict.ACK;
        });
        publish(DRAFT, Durability.PERSISTENT);
        assertThat(started.poll(10, TimeUnit.SECONDS)).isEqualTo(1);

        for (int calls = 0; calls < 3 * 20 + 1; calls++) { // one had been set up before it was handled
            clock.awaitAlarms(2);
            clock.advance(ackWait.dividedBy(3));
        }
        clock.awaitAlarms(1);
        assertThat(started).isEmpty();
        clock.advance(ackWait);

        assertThat(started.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
        gate.countDown();
    }

    private Published publish(EventDraft draft, Durability durability) {
        return bus.publish(CONTEXT, "conversation.message_posted", draft, durability)
                .toCompletableFuture()
                .join();
    }

    private List<Event> awaited(int count) {
        try {
            return handler.await(count);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
