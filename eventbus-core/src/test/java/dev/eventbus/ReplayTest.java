package dev.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.memory.MemoryTransport;
import dev.eventbus.retry.RetryPolicy;
import dev.eventbus.testkit.ManualClock;
import dev.eventbus.testkit.RecordingHandler;
import dev.eventbus.testkit.TestEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to the bus's side of a replay; {@code ReplayContract} has the rest. */
class ReplayTest {
    private static final SubscribeOptions ALL = SubscribeOptions.to("r.e").allOrgs();

    private final ManualClock clock = new ManualClock();
    private final MemoryTransport transport = new MemoryTransport(10_000, clock, clock);
    private final RecordingHandler handler = new RecordingHandler();
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final EventBus bus = EventBus.builder()
            .transport(transport)
            .timer(clock)
            .queueCapacity(2)
            .intercept(new Interceptor() {
                @Override
                public Verdict handle(String subscription, Event event, Attempt attempt, VerdictHandler next)
                        throws Exception {
                    seen.add(subscription + " " + attempt.number() + " "
                            + attempt.position().sequence());
                    return next.handle(event, attempt);
                }

                @Override
                public void opened(Subscription subscription) {
                    seen.add("opened " + subscription.name());
                }

                @Override
                public void closed(Subscription subscription) {
                    seen.add("closed " + subscription.name());
                }
            })
            .build();
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void close() {
        gate.countDown();
        bus.close();
    }

    @Test
    void refusesWhatOnlyASubscriptionCanBe() {
        assertThatThrownBy(() -> bus.replay(ReplayFrom.all(), ALL.durable("d"), handler))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("durable=d");
        assertThatThrownBy(() -> bus.replay(ReplayFrom.all(), ALL.localOnly(), handler))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bus.replay(ReplayFrom.all(), ALL.group("g"), handler))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ReplayFrom.all().upTo(Position.NONE)).hasMessageContaining("was 0");
    }

    @Test
    void interceptorsStandAroundIt() throws Exception {
        store(1);
        handler.failing(1);

        Replay replay = bus.replay(
                ReplayFrom.all().onlyStored(), ALL.retry(RetryPolicy.fixed(Duration.ofSeconds(1), 1)), handler);
        handler.await(1);
        clock.awaitAlarmWithin(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        await(replay.done());

        assertThat(seen).containsExactly("opened replay#1", "replay#1 1 1", "replay#1 2 1", "closed replay#1");
    }

    @Test
    void whatFailsForGoodIsADeadLetter() throws Exception {
        List<String> sent = store(2);
        handler.failing(1);

        await(bus.replay(ReplayFrom.all().onlyStored(), ALL.retry(RetryPolicy.NONE), handler)
                .done());

        assertThat(handler.ids()).isEqualTo(sent);
        assertThat(transport.deadLetters())
                .extracting(DeadLetter::subscription, letter -> letter.event().id(), DeadLetter::position)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("replay#1", sent.getFirst(), new Position(1)));
    }

    @Test
    void readsNoFurtherAheadOfASlowHandlerThanThereIsRoom() throws Exception {
        List<String> sent = store(3 * ReplayFlow.ROOM);
        CountDownLatch begun = new CountDownLatch(1);
        Replay replay = bus.replay(ReplayFrom.all().onlyStored(), ALL, event -> {
            begun.countDown();
            gate.await();
            handler.handle(event);
        });

        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(replay.counts().accepted()).isLessThanOrEqualTo(ReplayFlow.ROOM);
        gate.countDown();
        await(replay.done());

        assertThat(handler.ids()).isEqualTo(sent);
    }

    @Test
    void readsFewerLargeEventsAheadSoThatTheirBytesAreBoundedToo() throws Exception {
        byte[] large = ("{\"x\":\"" + "y".repeat(8 * ReplayFlow.BYTES_OF_ONE) + "\"}").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 100; i++) {
            bus.publish(
                            EventContext.of("o", "s"),
                            "s.r.e",
                            EventDraft.of("i", Payload.ofJson(large)),
                            Durability.PERSISTENT)
                    .toCompletableFuture()
                    .join();
        }
        CountDownLatch begun = new CountDownLatch(1);
        Replay replay = bus.replay(ReplayFrom.all().onlyStored(), ALL, event -> {
            begun.countDown();
            gate.await();
            handler.handle(event);
        });

        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(caughtUpWithin(replay, Duration.ofMillis(100))).isFalse();
        assertThat(replay.counts().accepted()).isLessThanOrEqualTo(ReplayFlow.ROOM / 9);
        gate.countDown();
        await(replay.done());

        assertThat(handler.ids()).hasSize(100);
    }

    @Test
    void dropsEphemeralEventsThatFindTheQueueFull() throws Exception {
        Semaphore begun = new Semaphore(0);
        Replay replay = bus.replay(ReplayFrom.all(), ALL, event -> {
            begun.release();
            gate.await();
            handler.handle(event);
        });
        await(replay.caughtUp());

        for (int i = 0; i < 10; i++) {
            bus.publish(event(), Durability.EPHEMERAL);
        }
        List<String> stored = store(1);
        gate.countDown();

        assertThat(handler.await(3).getLast().id()).isEqualTo(stored.getFirst());
        assertThat(begun.tryAcquire(3, 20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void runsSideBySideWhereAConcurrencyIsAskedFor() throws Exception {
        store(4);
        Semaphore running = new Semaphore(0);

        Replay replay = bus.replay(ReplayFrom.all().onlyStored(), ALL.concurrency(4), event -> {
            running.release();
            gate.await();
        });

        assertThat(running.tryAcquire(4, 20, TimeUnit.SECONDS)).isTrue();
        gate.countDown();
        await(replay.done());
    }

    @Test
    void whatFailsHoldsUpItsOwnKeyAlone() throws Exception {
        List<String> a = store("a", 2);
        List<String> b = store("b", 2);
        handler.failing(1);

        Replay replay = bus.replay(
                ReplayFrom.all().onlyStored(),
                ALL.orderedBy(Event::resourceId).concurrency(1).retry(RetryPolicy.fixed(Duration.ofSeconds(1), 1)),
                handler);
        assertThat(handler.await(3)).extracting(Event::id).containsExactly(a.get(0), b.get(0), b.get(1));
        clock.awaitAlarmWithin(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        await(replay.done());

        assertThat(handler.ids()).containsExactly(a.get(0), b.get(0), b.get(1), a.get(0), a.get(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void drainingCutsTheReadingAndFinishesWhatWasBrought(boolean caughtUp) throws Exception {
        store(caughtUp ? 2 : 2 * ReplayFlow.ROOM);
        CountDownLatch begun = new CountDownLatch(1);
        Replay replay = bus.replay(ReplayFrom.all(), ALL, event -> {
            begun.countDown();
            gate.await();
            handler.handle(event);
        });
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

        Thread.ofVirtual().start(() -> {
            while (replay.isActive()) {
                Thread.onSpinWait();
            }
            gate.countDown();
        });
        assertThat(bus.drain(Duration.ofSeconds(20))).isTrue();
        await(replay.done());

        assertThat(handler.calls()).hasSizeLessThanOrEqualTo(ReplayFlow.ROOM);
        assertThat(replay.counts().abandoned()).isZero();
        if (!caughtUp) {
            assertThatThrownBy(() -> await(replay.caughtUp()))
                    .hasRootCauseInstanceOf(EventBusException.class)
                    .hasMessageContaining("closed before it had caught up");
        }
    }

    @Test
    void whatIsGivenUpByClosingIsNotCaughtUp() throws Exception {
        store(5);
        CountDownLatch begun = new CountDownLatch(1);
        Replay replay = bus.replay(ReplayFrom.all().onlyStored(), ALL, event -> {
            begun.countDown();
            gate.await();
        });
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

        Thread closing = Thread.ofVirtual().start(replay::close);
        assertThatThrownBy(() -> await(replay.caughtUp())).hasRootCauseInstanceOf(EventBusException.class);
        gate.countDown();
        closing.join();

        await(replay.done());
    }

    @Test
    void whatCannotBeReadFailsWithTheReason() {
        ReplayProgress progress = new ReplayProgress("replay#1");
        progress.fail(new EventBusException("too many resources"));

        assertThat(progress.caughtUp())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingRootCause()
                .withMessage("too many resources");
        assertThat(progress.quiet()).isCompleted();
        assertThat(progress.failure()).hasMessage("too many resources");
    }

    private static boolean caughtUpWithin(Replay replay, Duration patience) throws Exception {
        try {
            replay.caughtUp().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static Event event() {
        return TestEvents.on("events.o.s.r.e.i");
    }

    private List<String> store(int count) {
        return store("i", count);
    }

    private List<String> store(String resourceId, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Event event = TestEvents.on("events.o.s.r.e." + resourceId);
            transport
                    .publish(event, event.topic(), Durability.PERSISTENT)
                    .toCompletableFuture()
                    .join();
            ids.add(event.id());
        }
        return ids;
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
