package dev.eventbus.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of a queue. */
class ShutdownTest {
    private final QueueLab lab = new QueueLab();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void aDrainSaysWhetherAllWasDone() throws Exception {
        WorkQueue queue = lab.hanging(Overflow.BLOCK, QueueLab.SOON);

        assertThat(lab.pool.drain(Duration.ofMillis(20))).isFalse();
        assertThat(queue.offer(null, lab.noted("late"))).isEqualTo(Offer.CLOSED);
        lab.gate.countDown();

        assertThat(lab.pool.drain(QueueLab.SOON)).isTrue();
    }

    @Test
    void closingAbandonsWhatWaitsOrIsParkedAndInterruptsWhatRuns() throws Exception {
        WorkQueue queue = lab.pool.open(new QueueSpec("q", 100, 1, Overflow.FAIL, Duration.ZERO, 10));
        queue.offer("parked", lab.retrying("parked"));
        lab.clock.awaitAlarms(1);
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        queue.offer(null, () -> {
            running.countDown();
            QueueLab.await(lab.gate);
            interrupted.countDown();
            return Work.Next.DONE;
        });
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        lab.offer(queue, "waits");

        lab.pool.close(queue, Duration.ZERO);

        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(lab.log).containsExactly("waits abandoned", "parked abandoned");
        lab.clock.awaitAlarms(0);
        assertThat(lab.pool.queues()).isEmpty();
    }

    @Test
    void abandoningThatThrowsKeepsNobodyFromBeingAbandoned() throws Exception {
        WorkQueue queue = lab.pool.open(new QueueSpec("q", 100, 1, Overflow.FAIL, Duration.ZERO, 0));
        queue.offer(null, throwing());
        lab.offer(queue, "next");
        assertThat(queue.drain(QueueLab.SOON)).isTrue();
        WorkQueue other = lab.hanging(Overflow.FAIL, QueueLab.SOON);
        other.offer(null, throwing());

        lab.pool.close(other, Duration.ZERO);

        assertThat(lab.log).containsExactly("next");
        assertThat(lab.pool.queues()).containsExactly(queue);
    }

    @Test
    void workMayCloseItsOwnQueue() throws Exception {
        WorkQueue queue = lab.pool.open(new QueueSpec("q", 100, 1, Overflow.FAIL, Duration.ZERO, 10));
        CountDownLatch closed = new CountDownLatch(1);
        queue.offer(null, () -> {
            lab.pool.close(queue, Duration.ofDays(1));
            closed.countDown();
            return Work.Next.DONE;
        });

        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static Work throwing() {
        return new Work() {
            @Override
            public Next run() {
                return Next.again(Duration.ofHours(1));
            }

            @Override
            public void abandon() {
                throw new IllegalStateException("told to fail");
            }
        };
    }
}
