package dev.eventbus.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many keys, many failures: each key in order, and none waits for another. */
class OrderUnderRetryTest {
    private static final int KEYS = 400;
    private static final int EACH = 300;
    private static final int PRODUCERS = 4;

    private final QueueLab lab = new QueueLab();

    /** Long waits are the test's to end, short ones end at once. */
    private final WorkerPool pool = new WorkerPool((delay, task) -> {
        if (delay.toMinutes() > 0) {
            return lab.clock.after(delay, task);
        }
        Thread.ofVirtual().start(task);
        return () -> {};
    });

    private final List<Lane> lanes =
            IntStream.range(0, KEYS).mapToObj(i -> new Lane()).toList();
    private final AtomicInteger handled = new AtomicInteger();
    private final CountDownLatch allButOneKey = new CountDownLatch((KEYS - 1) * EACH);

    @AfterEach
    void close() {
        pool.close();
        lab.close();
    }

    /** What one key has seen. */
    private static final class Lane {
        final AtomicInteger inside = new AtomicInteger();
        volatile int next;
        final AtomicInteger inversions = new AtomicInteger();
    }

    @Test
    void aHundredThousandPiecesOfWorkKeepTheOrderOfTheirKeysWhileOneOfTenFails() throws Exception {
        WorkQueue queue = pool.open(new QueueSpec("q", 2_000, 8, Overflow.BLOCK, Duration.ofMinutes(5), KEYS * EACH));
        List<Thread> producers = IntStream.range(0, PRODUCERS)
                .mapToObj(producer -> Thread.ofPlatform().start(() -> bring(queue, producer)))
                .toList();
        for (Thread producer : producers) {
            producer.join();
        }

        assertThat(allButOneKey.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(lanes.getFirst().next).isZero();
        assertThat(queue.counts().parked()).isEqualTo(1);
        lab.clock.advance(Duration.ofMinutes(1));

        assertThat(queue.drain(QueueLab.SOON)).isTrue();
        assertThat(handled).hasValue(KEYS * EACH);
        assertThat(lanes).allSatisfy(lane -> {
            assertThat(lane.next).isEqualTo(EACH);
            assertThat(lane.inversions).hasValue(0);
        });
    }

    /** Each key has one producer. */
    private void bring(WorkQueue queue, int producer) {
        for (int number = 0; number < EACH; number++) {
            for (int key = producer; key < KEYS; key += PRODUCERS) {
                assertThat(queue.offer(key, work(key, number))).isEqualTo(Offer.ACCEPTED);
            }
        }
    }

    private Work work(int key, int number) {
        AtomicInteger runs = new AtomicInteger();
        boolean fails = number == 0 && key == 0 || (number + key) % 10 == 0;
        Duration delay = number == 0 && key == 0 ? Duration.ofMinutes(1) : Duration.ofMillis(1);
        return () -> {
            Lane lane = lanes.get(key);
            boolean alone = lane.inside.getAndIncrement() == 0;
            if (!alone || lane.next != number) {
                lane.inversions.incrementAndGet();
            }
            lane.inside.decrementAndGet();
            if (fails && runs.incrementAndGet() == 1) {
                return Work.Next.again(delay);
            }
            lane.next = number + 1;
            handled.incrementAndGet();
            if (key != 0) {
                allButOneKey.countDown();
            }
            return Work.Next.DONE;
        };
    }
}
