package dev.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.dispatch.Counts;
import dev.eventbus.memory.MemoryTransport;
import dev.eventbus.retry.RetryPolicy;
import dev.eventbus.testkit.ManualClock;
import dev.eventbus.testkit.RecordingHandler;
import dev.eventbus.testkit.TestEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InlineTest {
    private static final Event EVENT = TestEvents.on("events.org_1.crm.deal.closed.deal_1.stage.won");
    private static final SubscribeOptions DEALS =
            SubscribeOptions.to("crm.deal.closed").org("org_1");

    private final ManualClock clock = new ManualClock();
    private final MemoryTransport transport = new MemoryTransport(100, clock, clock);
    private final EventBus bus =
            EventBus.builder().transport(transport).clock(clock).timer(clock).build();
    private final RecordingHandler live = new RecordingHandler();

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void theHandlerHasRunOnThePublishersThreadWhenThePublishReturns() {
        List<Thread> threads = new ArrayList<>();
        bus.subscribe(DEALS.inline().filter("stage", "won"), event -> threads.add(Thread.currentThread()));
        bus.subscribe(DEALS.inline().filter("stage", "lost"), event -> threads.add(Thread.currentThread()));

        bus.publish(EVENT, Durability.EPHEMERAL);

        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void publishLocalReachesLocalSubscriptionsAndNobodyElse() throws Exception {
        RecordingHandler inline = new RecordingHandler();
        RecordingHandler queued = new RecordingHandler();
        bus.subscribe(DEALS, live);
        bus.subscribe(DEALS.localOnly(), queued);
        bus.subscribe(DEALS.inline(), inline);

        assertThat(bus.publishLocal(EVENT, EVENT.topic())).isEmpty();

        assertThat(inline.calls()).containsExactly(EVENT);
        assertThat(queued.await(1)).containsExactly(EVENT);
        assertThat(bus.drain(Duration.ofSeconds(20))).isTrue();
        assertThat(live.calls()).isEmpty();
    }

    @Test
    void publishLocalNamesTheSubscriptionsThatRefused() throws Exception {
        EventBus small = EventBus.builder()
                .transport(transport)
                .workers(1)
                .queueCapacity(1)
                .blockDeadline(Duration.ofMillis(1))
                .build();
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        RecordingHandler inline = new RecordingHandler();
        small.subscribe(DEALS.inline(), inline);
        Subscription slow = small.subscribe(DEALS.localOnly(), event -> {
            started.countDown();
            gate.await();
        });
        small.publishLocal(EVENT, EVENT.topic());
        started.await();
        small.publishLocal(EVENT, EVENT.topic());

        assertThat(small.publishLocal(EVENT, EVENT.topic())).containsExactly(slow.name());

        assertThat(inline.calls()).hasSize(3);
        assertThat(slow.counts()).isEqualTo(new Counts(2, 1, 0, 0, 0, 1, 1, 0));
        gate.countDown();
        assertThat(small.drain(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void aFailureBecomesADeadLetterAtOnceAndReachesNeitherThePublisherNorTheNextHandler() {
        RecordingHandler next = new RecordingHandler();
        Subscription failing = bus.subscribe(DEALS.inline().retry(RetryPolicy.fixed(Duration.ZERO, 9)), event -> {
            throw new StackOverflowError("told to fail");
        });
        bus.subscribe(DEALS.inline(), (event, attempt) -> Verdict.retry(Duration.ZERO));
        bus.subscribe(DEALS.inline(), next);

        bus.publish(EVENT, Durability.EPHEMERAL);

        assertThat(next.calls()).containsExactly(EVENT);
        assertThat(failing.counts()).isEqualTo(new Counts(1, 0, 0, 0, 1, 0, 0, 0));
        assertThat(transport.deadLetters())
                .extracting(DeadLetter::reason)
                .containsExactlyInAnyOrder(
                        "failed 1 times, last: StackOverflowError: told to fail",
                        "asked for a retry, which an inline subscription has not");
    }

    @Test
    void aClosedInlineSubscriptionIsNotCalled() {
        RecordingHandler inline = new RecordingHandler();
        Subscription subscription = bus.subscribe(DEALS.inline(), inline);

        subscription.close();
        bus.publishLocal(EVENT, EVENT.topic());

        assertThat(inline.calls()).isEmpty();
    }

    @Test
    void inlineIsLocalOnly() {
        assertThatThrownBy(() -> DEALS.durable("d").inline())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("localOnly or durable, not both");
    }
}
