package dev.eventbus.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to work that finds its queue full. */
class OverflowTest {
    private final QueueLab lab = new QueueLab();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void blockWaitsForRoomAndRejectsAtTheDeadline() throws Exception {
        WorkQueue queue = lab.hanging(Overflow.BLOCK, Duration.ofMillis(50));
        lab.offer(queue, "waits");

        assertThat(queue.offer(null, lab.noted("late"))).isEqualTo(Offer.REJECTED);
        assertThat(queue.counts())
                .extracting(Counts::accepted, Counts::rejected)
                .containsExactly(2L, 1L);
    }

    @Test
    void blockTakesTheWorkWhenRoomComesInTime() throws Exception {
        WorkQueue queue = lab.hanging(Overflow.BLOCK, QueueLab.SOON);
        lab.offer(queue, "waits");
        Thread.ofVirtual().start(lab.gate::countDown);

        assertThat(queue.offer(null, lab.noted("patient"))).isEqualTo(Offer.ACCEPTED);

        assertThat(queue.drain(QueueLab.SOON)).isTrue();
        assertThat(lab.log).containsExactly("waits", "patient");
    }

    @Test
    void offerNowNeverWaits() throws Exception {
        WorkQueue queue = lab.hanging(Overflow.BLOCK, Duration.ofDays(1));
        lab.offer(queue, "waits");

        assertThat(queue.offerNow(null, lab.noted("late"))).isEqualTo(Offer.REJECTED);
    }

    @Test
    void failRejectsAtOnce() throws Exception {
        WorkQueue queue = lab.hanging(Overflow.FAIL, Duration.ofDays(1));
        lab.offer(queue, "waits");

        assertThat(queue.offer(null, lab.noted("late"))).isEqualTo(Offer.REJECTED);
        assertThat(queue.counts()).isEqualTo(new Counts(2, 1, 0, 0, 0, 1, 1, 0));
    }

    @Test
    void dropNewestDropsTheNewcomer() throws Exception {
        WorkQueue queue = lab.hanging(Overflow.DROP_NEWEST, Duration.ZERO);
        lab.offer(queue, "waits");

        assertThat(queue.offer(null, lab.noted("newest"))).isEqualTo(Offer.DROPPED);
        assertThat(queue.counts()).isEqualTo(new Counts(2, 0, 1, 0, 0, 1, 1, 0));
        lab.gate.countDown();
        assertThat(queue.drain(QueueLab.SOON)).isTrue();
        assertThat(lab.log).containsExactly("waits");
    }

    @Test
    void dropOldestDropsWhatWaitsLongest() throws Exception {
        WorkQueue queue = lab.hanging(Overflow.DROP_OLDEST, Duration.ZERO);
        lab.offer(queue, "oldest");

        assertThat(queue.offer("key", lab.noted("newest"))).isEqualTo(Offer.ACCEPTED);
        assertThat(queue.counts()).isEqualTo(new Counts(3, 0, 1, 1, 0, 1, 1, 0));
        lab.gate.countDown();
        assertThat(queue.drain(QueueLab.SOON)).isTrue();
        assertThat(lab.log).containsExactly("oldest abandoned", "newest");
    }

    @Test
    void dropOldestTakesAJobOutOfTheMiddleOfItsKey() throws Exception {
        WorkQueue queue = lab.pool.open(new QueueSpec("q", 2, 1, Overflow.DROP_OLDEST, Duration.ZERO, 0));
        CountDownLatch started = new CountDownLatch(1);
        queue.offer("a", () -> {
            started.countDown();
            return QueueLab.await(lab.gate);
        });
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
        for (String name : List.of("a1", "a2", "a3", "a4")) {
            assertThat(queue.offer("a", lab.noted(name))).isEqualTo(Offer.ACCEPTED);
        }

        lab.gate.countDown();

        assertThat(queue.drain(QueueLab.SOON)).isTrue();
        assertThat(lab.log).containsExactly("a1 abandoned", "a2 abandoned", "a3", "a4");
        assertThat(queue.counts()).isEqualTo(new Counts(5, 0, 2, 2, 3, 0, 0, 0));
    }

    @Test
    void whatExceedsTheParkingIsDroppedAndCounted() throws Exception {
        WorkQueue queue = lab.pool.open(new QueueSpec("q", 100, 1, Overflow.FAIL, Duration.ZERO, 1));
        queue.offer("a", lab.retrying("a"));
        lab.clock.awaitAlarms(1);
        queue.offer("b", lab.retrying("b"));
        queue.offer("b", lab.noted("b2"));
        CountDownLatch done = new CountDownLatch(1);
        queue.offer(null, () -> {
            done.countDown();
            return Work.Next.DONE;
        });

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(queue.drain(Duration.ofMillis(300))).isFalse();
        assertThat(lab.log).containsExactly("b abandoned", "b2");
        assertThat(queue.counts()).isEqualTo(new Counts(4, 0, 1, 1, 2, 0, 0, 1));
    }
}
