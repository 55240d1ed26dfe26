package dev.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.eventbus.memory.MemoryTransport;
import dev.eventbus.retry.RetryPolicy;
import dev.eventbus.testkit.ManualClock;
import dev.eventbus.testkit.RecordingHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeadLettersTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final EventContext CONTEXT = EventContext.of("org_1", "crm").withTraceparent(TRACE);
    private static final SubscribeOptions DEALS =
            SubscribeOptions.to("deal.closed").org("org_1").ackWait(Duration.ofDays(1));
    private static final RetryPolicy TWO_TRIES = RetryPolicy.fixed(Duration.ofMinutes(1), 1);

    private final ManualClock clock = new ManualClock();
    private final MemoryTransport transport = new MemoryTransport(1_000, clock, clock);
    private final RecordingHandler handler = new RecordingHandler();
    private final LinkedBlockingQueue<DeadLetter> letters = new LinkedBlockingQueue<>();
    private final AtomicInteger puts = new AtomicInteger();
    private volatile int refusals;
    private final EventBus bus = EventBus.builder()
            .transport(transport)
            .clock(clock)
            .timer(clock)
            .deadLetters(this::put)
            .build();

    enum Kind {
        DURABLE,
        LIVE,
        LOCAL;

        SubscribeOptions of(SubscribeOptions options) {
            return switch (this) {
                case DURABLE -> options.durable("reports");
                case LIVE -> options;
                case LOCAL -> options.localOnly();
            };
        }
    }

    private void put(DeadLetter letter) {
        if (puts.incrementAndGet() <= refusals) {
            throw new IllegalStateException("the sink is full");
        }
        letters.add(letter);
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aLetterSaysAllThatIsNeededToFindOutWhy(Kind kind) throws Exception {
        handler.failing(99);
        Subscription subscription = bus.subscribe(kind.of(DEALS).retry(TWO_TRIES), handler);
        Published published = publish();
        var begun = clock.instant();
        handler.await(1);
        clock.awaitAlarmWithin(Duration.ofMinutes(1));
        clock.advance(Duration.ofMinutes(1));

        DeadLetter letter = next();

        assertThat(letter.subscription()).isEqualTo(subscription.name());
        assertThat(Subscription.stableName(letter.subscription()))
                .isEqualTo(kind == Kind.DURABLE ? "reports" : kind == Kind.LIVE ? "live" : "local");
        assertThat(letter.event()).isEqualTo(handler.calls().getFirst());
        assertThat(letter.position()).isEqualTo(kind == Kind.LOCAL ? Position.NONE : published.position());
        assertThat(letter.attempts()).isEqualTo(2);
        assertThat(letter.kind()).isEqualTo("exhausted");
        assertThat(letter.reason()).isEqualTo("failed 2 times, last: IllegalStateException: told to fail");
        assertThat(letter.cause())
                .startsWith("java.lang.IllegalStateException: told to fail")
                .contains("RecordingHandler");
        assertThat(letter.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(letter.firstAt()).isEqualTo(begun);
        assertThat(letter.lastAt()).isEqualTo(begun.plusSeconds(60));
        assertThat(bus.drain(Duration.ofSeconds(20))).isTrue();
        assertThat(transport.deadLetters()).isEmpty();
        assertThat(letters).isEmpty();
    }

    @Test
    void aDurablesEventIsAckedOnlyOnceItsLetterIsKept() throws Exception {
        refusals = 2;
        List<Integer> attempts = new CopyOnWriteArrayList<>();
        bus.subscribe(DEALS.durable("reports"), (event, attempt) -> {
            attempts.add(attempt.number());
            return Verdict.deadLetter("no use");
        });
        Published published = publish();
        for (int i = 0; i < refusals; i++) {
            clock.awaitAlarmWithin(SinkDelivery.AGAIN);
            clock.advance(SinkDelivery.AGAIN);
        }

        DeadLetter letter = next();

        assertThat(letter.event().id()).isEqualTo(published.eventId());
        assertThat(letter.attempts()).isEqualTo(3);
        assertThat(letter.kind()).isEqualTo("rejected");
        assertThat(Duration.between(letter.firstAt(), letter.lastAt())).isEqualTo(SinkDelivery.AGAIN.multipliedBy(2));
        assertThat(bus.drain(Duration.ofSeconds(20))).isTrue();
        clock.advance(Duration.ofDays(2));
        assertThat(attempts).containsExactly(1, 2, 3);
        assertThat(transport.deadLetters()).isEmpty();
    }

    @Test
    void aLiveLetterIsTriedAgainWithoutCallingTheHandlerAgain() throws Exception {
        refusals = GiveUp.TRIES - 1;
        handler.failing(99);
        bus.subscribe(DEALS.retry(RetryPolicy.NONE), handler);
        publish();
        letPausesPass();

        assertThat(next().attempts()).isEqualTo(1);
        assertThat(handler.calls()).hasSize(1);
    }

    @Test
    void aLiveLetterThatNobodyKeepsIsLostWithOneLineInTheLog() throws Exception {
        refusals = 99;
        handler.failing(99);
        bus.subscribe(DEALS.retry(RetryPolicy.NONE), handler);

        try (LogLines lines = new LogLines(GiveUp.class)) {
            Published published = publish();
            letPausesPass();

            assertThat(bus.drain(Duration.ofSeconds(20))).isTrue();
            assertThat(puts).hasValue(GiveUp.TRIES);
            assertThat(lines.of(Level.ERROR))
                    .singleElement()
                    .asString()
                    .contains("lost", published.eventId(), "live#1");
        }
    }

    @Test
    void aLetterThatWaitsForItsNextTryGetsOneMoreWhenItsSubscriptionIsClosed() throws Exception {
        refusals = 1;
        handler.failing(99);
        Subscription subscription = bus.subscribe(DEALS.retry(RetryPolicy.NONE), handler);
        publish();
        clock.awaitAlarmWithin(Duration.ofSeconds(1));

        subscription.close();

        assertThat(next().reason()).contains("told to fail");
        assertThat(puts).hasValue(2);
    }

    @Test
    void aPayloadThatDoesNotFitIsDeadLetteredAtOnce() throws Exception {
        LinkedBlockingQueue<Deal> deals = new LinkedBlockingQueue<>();
        bus.subscribe(DEALS.durable("reports"), Deal.class, (deal, event) -> deals.add(deal));

        publish(Map.of("amount", "much"));
        publish(Map.of("amount", 7));

        assertThat(deals.poll(20, TimeUnit.SECONDS)).isEqualTo(new Deal(7));
        DeadLetter letter = next();
        assertThat(letter.kind()).isEqualTo("permanent");
        assertThat(letter.attempts()).isEqualTo(1);
        assertThat(letter.reason()).isEqualTo("payload does not fit " + Deal.class.getTypeName() + " at $.amount");
        assertThat(deals).isEmpty();
    }

    record Deal(int amount) {}

    private void letPausesPass() throws InterruptedException {
        for (Duration pause = Duration.ofSeconds(1); pause.toSeconds() <= 8; pause = pause.multipliedBy(2)) {
            clock.awaitAlarmWithin(pause);
            clock.advance(pause);
        }
    }

    private DeadLetter next() throws InterruptedException {
        return letters.poll(20, TimeUnit.SECONDS);
    }

    private Published publish() {
        return publish(Map.of("amount", 7));
    }

    private Published publish(Object payload) {
        return bus.publish(CONTEXT, "deal.closed", EventDraft.of("d_1", payload), Durability.PERSISTENT)
                .toCompletableFuture()
                .join();
    }
}
