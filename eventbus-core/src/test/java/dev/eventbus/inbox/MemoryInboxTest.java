package dev.eventbus.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventBus;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.Verdict;
import dev.eventbus.memory.MemoryTransport;
import dev.eventbus.testkit.ManualClock;
import dev.eventbus.testkit.RecordingHandler;
import dev.eventbus.testkit.TestEvents;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryInboxTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final ManualClock clock = new ManualClock();
    private final MemoryInbox inbox = new MemoryInbox(3, DAY, clock);
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void runsWorkOncePerSubscriptionAndEvent() throws Exception {
        assertThat(once("billing", "e1")).isEqualTo(Verdict.ACK);
        assertThat(once("billing", "e1")).isEqualTo(Verdict.ACK);
        assertThat(runs).hasValue(1);

        once("shipping", "e1");
        once("billing", "e2");
        assertThat(runs).hasValue(3);
    }

    @Test
    void runsWorkAgainThatDidNotAcknowledge() throws Exception {
        Verdict retry = Verdict.retry(Duration.ofSeconds(1));

        assertThat(inbox.once("billing", "e1", () -> retry)).isEqualTo(retry);
        assertThatThrownBy(() -> inbox.once("billing", "e1", () -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        once("billing", "e1");

        assertThat(runs).hasValue(1);
    }

    @Test
    void refusesToWaitForItself() {
        assertThatThrownBy(() -> inbox.once("billing", "e1", () -> once("billing", "e1")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has the inbox twice");
        assertThat(runs).hasValue(0);
    }

    @Test
    void forgetsTheOldestForANewOne() throws Exception {
        for (String id : new String[] {"e1", "e2", "e3", "e4"}) {
            once("billing", id);
        }

        once("billing", "e2");
        assertThat(runs).hasValue(4);
        once("billing", "e1");
        assertThat(runs).hasValue(5);
    }

    @Test
    void forgetsWhatIsTooOld() throws Exception {
        once("billing", "e1");
        clock.advance(DAY.minusMillis(1));
        once("billing", "e1");
        assertThat(runs).hasValue(1);

        clock.advance(Duration.ofMillis(1));
        once("billing", "e1");
        assertThat(runs).hasValue(2);
    }

    @Test
    void aSecondDeliveryWaitsForTheFirstAndRunsOnlyIfThatFailed() throws Exception {
        assertThat(secondWhileTheFirst(Verdict.ACK)).isZero();
        assertThat(secondWhileTheFirst(Verdict.retry(Duration.ZERO))).isEqualTo(1);
    }

    /** How often the second one's work ran. */
    private int secondWhileTheFirst(Verdict verdict) throws Exception {
        String id = "e-" + verdict;
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        AtomicInteger second = new AtomicInteger();
        CompletableFuture<Verdict> first = async(() -> inbox.once("billing", id, () -> {
            inside.countDown();
            finish.await();
            return verdict;
        }));
        inside.await();
        Thread[] waiting = new Thread[1];
        CompletableFuture<Verdict> other = new CompletableFuture<>();
        waiting[0] = Thread.ofPlatform().start(() -> {
            try {
                other.complete(inbox.once("billing", id, () -> {
                    second.incrementAndGet();
                    return Verdict.ACK;
                }));
            } catch (Exception e) {
                other.completeExceptionally(e);
            }
        });
        while (waiting[0].getState() != Thread.State.WAITING) {
            assertThat(other).isNotDone();
            Thread.onSpinWait();
        }

        finish.countDown();

        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(verdict);
        assertThat(other.get(20, TimeUnit.SECONDS)).isEqualTo(Verdict.ACK);
        return second.get();
    }

    @Test
    void deduplicatesForASubscription() throws Exception {
        try (EventBus bus = EventBus.builder().transport(new MemoryTransport()).build()) {
            RecordingHandler handler = new RecordingHandler();
            bus.subscribe(
                    SubscribeOptions.to("r.e").allOrgs().concurrency(1).intercept(new Deduplicate(inbox)), handler);
            Event event = TestEvents.on("events.o.s.r.e.i");

            bus.publish(event, Durability.EPHEMERAL);
            bus.publish(event, Durability.EPHEMERAL);
            bus.publish(TestEvents.on("events.o.s.r.e.i", "last"), Durability.EPHEMERAL);
            handler.await(2);

            assertThat(handler.ids()).containsExactly(event.id(), "last");
        }
    }

    private Verdict once(String subscription, String id) throws Exception {
        return inbox.once(subscription, id, () -> {
            runs.incrementAndGet();
            return Verdict.ACK;
        });
    }

    private static CompletableFuture<Verdict> async(Inbox.Work work) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return work.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
