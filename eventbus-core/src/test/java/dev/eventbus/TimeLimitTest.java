package dev.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.memory.MemoryTransport;
import dev.eventbus.retry.RetryPolicy;
import dev.eventbus.testkit.ManualClock;
import dev.eventbus.testkit.TestEvents;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Event EVENT = TestEvents.on("events.org_1.crm.deal.closed.deal_1", "id-1");
    private static final SubscribeOptions WITHOUT_LIMIT =
            SubscribeOptions.to("crm.deal.closed").org("org_1").concurrency(1);
    private static final SubscribeOptions DEALS =
            WITHOUT_LIMIT.retry(RetryPolicy.NONE).timeout(LIMIT);

    private final ManualClock clock = new ManualClock();
    private final MemoryTransport transport = new MemoryTransport(100, clock, clock);
    private final EventBus bus =
            EventBus.builder().transport(transport).clock(clock).timer(clock).build();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final LinkedBlockingQueue<String> log = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        gate.countDown();
        bus.close();
    }

    @Test
    void aHandlerThatTakesTooLongIsInterruptedAndItsAttemptHasFailed() throws Exception {
        bus.subscribe(DEALS.localOnly(), event -> gate.await());
        bus.publish(EVENT, Durability.EPHEMERAL);

        clock.awaitAlarms(1);
        clock.advance(LIMIT);

        assertThat(bus.drain(Duration.ofSeconds(20))).isTrue();
        assertThat(transport.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason())
                        .contains("HandlerTimeoutException: Handler did not end within PT5S", "eventId=id-1"));
        clock.awaitAlarms(0);
    }

    @Test
    void theNextAttemptIsNotInterruptedForTheLastOne() throws Exception {
        bus.subscribe(DEALS.localOnly().retry(RetryPolicy.fixed(Duration.ofSeconds(1), 1)), (event, attempt) -> {
            if (attempt.number() == 1) {
                gate.await();
            }
            log.add("interrupted " + Thread.currentThread().isInterrupted());
            return Verdict.ACK;
        });
        bus.publish(EVENT, Durability.EPHEMERAL);
        clock.awaitAlarms(1);
        clock.advance(LIMIT);
        clock.awaitAlarmWithin(Duration.ofSeconds(1));

        clock.advance(Duration.ofSeconds(1));

        assertThat(log.poll(20, TimeUnit.SECONDS)).isEqualTo("interrupted false");
        assertThat(transport.deadLetters()).isEmpty();
    }

    @Test
    void aHandlerThatIgnoresItHoldsItsOwnWorkerAndHasFailedAllTheSame() throws Exception {
        Semaphore go = new Semaphore(0);
        bus.subscribe(DEALS.localOnly(), event -> go.acquireUninterruptibly());
        bus.subscribe(DEALS.localOnly(), event -> log.add("other"));
        bus.publish(EVENT, Durability.EPHEMERAL);
        assertThat(log.poll(20, TimeUnit.SECONDS)).isEqualTo("other");
        clock.awaitAlarms(1);
        clock.advance(LIMIT);
        clock.advance(LIMIT); // here it is complained about
        bus.publish(EVENT, Durability.EPHEMERAL);
        assertThat(log.poll(20, TimeUnit.SECONDS)).isEqualTo("other");
        assertThat(transport.deadLetters()).isEmpty();

        go.release(2);

        assertThat(bus.drain(Duration.ofSeconds(20))).isTrue();
        assertThat(transport.deadLetters()).hasSize(1);
    }

    @Test
    void anInterruptNeverReachesWhatThePublisherDoesNext() {
        bus.subscribe(DEALS.inline(), event -> {
            clock.advance(LIMIT);
            log.add("interrupted " + Thread.currentThread().isInterrupted());
        });

        bus.publish(EVENT, Durability.EPHEMERAL);
        clock.advance(LIMIT);

        assertThat(log).containsExactly("interrupted true");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(transport.deadLetters()).hasSize(1);
    }

    @Test
    void anAlarmThatRingsTooLateInterruptsNobody() throws Exception {
        LinkedBlockingQueue<Runnable> alarms = new LinkedBlockingQueue<>();
        TimeLimit limit = new TimeLimit((event, attempt) -> Verdict.ACK, "s", LIMIT, (delay, task) -> {
            alarms.add(task);
            return () -> {}; // too late to be called off
        });

        assertThat(limit.handle(EVENT, new Attempt(1, Position.NONE))).isEqualTo(Verdict.ACK);
        alarms.remove().run();

        assertThat(Thread.interrupted()).isFalse();
        assertThat(alarms).isEmpty();
    }

    @Test
    void aHandlerThatEndsInTimeLeavesNoAlarmBehind() throws Exception {
        bus.subscribe(DEALS.localOnly(), event -> log.add("done"));

        bus.publish(EVENT, Durability.EPHEMERAL);

        assertThat(log.poll(20, TimeUnit.SECONDS)).isEqualTo("done");
        clock.awaitAlarms(0);
    }

    @Test
    void aPolicyThatThrowsLosesNoEvent() throws Exception {
        bus.subscribe(
                WITHOUT_LIMIT
                        .localOnly()
                        .retry(RetryPolicy.fixed(Duration.ofMinutes(1), 1).permanentWhen(failure -> {
                            throw new IllegalStateException("the predicate fails too");
                        })),
                (event, attempt) -> {
                    log.add("attempt " + attempt.number());
                    throw new IllegalArgumentException("told to fail");
                });
        bus.subscribe(
                WITHOUT_LIMIT
                        .localOnly()
                        .retry(RetryPolicy.of(
                                failed -> {
                                    throw new IllegalStateException("no delay");
                                },
                                3)),
                event -> {
                    throw new IllegalArgumentException("told to fail");
                });

        bus.publish(EVENT, Durability.EPHEMERAL);
        assertThat(log.poll(20, TimeUnit.SECONDS)).isEqualTo("attempt 1");
        clock.awaitAlarmWithin(Duration.ofMinutes(1));
        clock.advance(Duration.ofMinutes(1));

        assertThat(log.poll(20, TimeUnit.SECONDS)).isEqualTo("attempt 2");
        assertThat(bus.drain(Duration.ofSeconds(20))).isTrue();
        assertThat(transport.deadLetters())
                .extracting(DeadLetter::reason)
                .containsExactlyInAnyOrder(
                        "failed 2 times, last: IllegalArgumentException: told to fail",
                        "the retry policy failed on attempt 1: IllegalStateException");
    }
}
