package dev.eventbus.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ten times more work than a queue has room for: it is counted to the last piece, and what is over is let go. */
class BurstTest {
    private static final int CAPACITY = 500;
    private static final int PARKING = 20;
    private static final int PRODUCERS = 4;
    private static final int EACH = 10 * CAPACITY / PRODUCERS;

    /** Wakes parked work at once. */
    private final WorkerPool pool = new WorkerPool((delay, task) -> {
        Thread.ofVirtual().start(task);
        return () -> {};
    });

    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicInteger abandoned = new AtomicInteger();
    private final AtomicInteger twice = new AtomicInteger();

    @AfterEach
    void close() {
        gate.countDown();
        pool.close();
    }

    @ParameterizedTest
    @EnumSource(Overflow.class)
    void theCountersEqualWhatTheRecorderSaw(Overflow overflow) throws Exception {
        WorkQueue queue = pool.open(new QueueSpec("q", CAPACITY, 3, overflow, Duration.ofMillis(1), PARKING));
        List<Map<Offer, Integer>> told = Collections.synchronizedList(new ArrayList<>());
        List<Thread> producers = new ArrayList<>();
        for (int p = 0; p < PRODUCERS; p++) {
            producers.add(Thread.ofPlatform().start(() -> told.add(burst(queue))));
        }
        for (Thread producer : producers) {
            producer.join();
        }

        assertThat(queue.drain(QueueLab.SOON)).isTrue();

        Counts counts = queue.counts();
        assertThat(counts.accepted()).isEqualTo(sum(told, Offer.ACCEPTED));
        assertThat(counts.rejected()).isEqualTo(sum(told, Offer.REJECTED));
        assertThat(counts.dropped()).isEqualTo(sum(told, Offer.DROPPED) + abandoned.get());
        assertThat(counts.done()).isEqualTo(finished.get());
        assertThat(counts.abandoned()).isEqualTo(abandoned.get());
        assertThat(counts.accepted()).isEqualTo(counts.done() + counts.abandoned());
        assertThat(counts.rejected() + counts.dropped()).isPositive();
        assertThat(twice).hasValue(0);
        assertThat(told.stream()
                        .flatMap(map -> map.values().stream())
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(PRODUCERS * EACH);
    }

    /** Nothing is run before half of the burst is there, so that every queue overflows. */
    private Map<Offer, Integer> burst(WorkQueue queue) {
        Map<Offer, Integer> told = new EnumMap<>(Offer.class);
        for (int i = 0; i < EACH; i++) {
            if (i == EACH / 2) {
                gate.countDown();
            }
            told.merge(queue.offer(i % 3 == 0 ? null : i % 50, new Recorded(i)), 1, Integer::sum);
        }
        return told;
    }

    /** Every tenth fails at first, every thirteenth throws. */
    private final class Recorded implements Work {
        private final int number;
        private int runs;
        private boolean over;

        Recorded(int number) {
            this.number = number;
        }

        @Override
        public Next run() {
            QueueLab.await(gate);
            if (++runs == 1 && number % 10 == 0) {
                return Next.again(Duration.ofMillis(1));
            }
            end(finished);
            if (number % 13 == 0) {
                throw new IllegalStateException("told to fail");
            }
            return Next.DONE;
        }

        @Override
        public void abandon() {
            end(abandoned);
        }

        private synchronized void end(AtomicInteger how) {
            how.incrementAndGet();
            if (over) {
                twice.incrementAndGet();
            }
            over = true;
        }
    }

    private static long sum(List<Map<Offer, Integer>> told, Offer offer) {
        return told.stream().mapToInt(map -> map.getOrDefault(offer, 0)).sum();
    }

    @Test
    void workWithoutAKeyThatWasDroppedIsLetGo() throws Exception {
        assertThat(heldAfterABurst(CAPACITY, i -> null)).isLessThanOrEqualTo(2 * CAPACITY + 300);
    }

    @Test
    void workOfManyKeysThatWasDroppedIsLetGo() throws Exception {
        assertThat(heldAfterABurst(CAPACITY, i -> i)).isLessThanOrEqualTo(2 * CAPACITY + 300);
    }

    @Test
    void workOfAHangingKeyThatWasDroppedIsLetGo() throws Exception {
        assertThat(heldAfterABurst(CAPACITY, i -> "hangs")).isLessThanOrEqualTo(2 * CAPACITY + 300);
    }

    @Test
    void workOfAHangingKeyWithRoomForOneIsLetGo() throws Exception {
        assertThat(heldAfterABurst(1, i -> "hangs")).isLessThanOrEqualTo(300);
    }

    /** How much work the queue keeps in memory while its only worker hangs. */
    private int heldAfterABurst(int capacity, IntFunction<@Nullable Object> key) throws InterruptedException {
        WorkQueue queue = pool.open(new QueueSpec("q", capacity, 1, Overflow.DROP_OLDEST, Duration.ZERO, 0));
        CountDownLatch started = new CountDownLatch(1);
        queue.offer("hangs", () -> {
            started.countDown();
            return QueueLab.await(gate);
        });
        started.await();
        List<WeakReference<Work>> brought = new ArrayList<>();
        for (int i = 0; i < 10 * CAPACITY; i++) {
            Work work = new Recorded(i);
            queue.offer(key.apply(i), work);
            brought.add(new WeakReference<>(work));
        }
        System.gc();
        int held = (int) brought.stream().filter(work -> work.get() != null).count();
        assertThat(queue.counts().depth()).isEqualTo(capacity);
        assertThat(abandoned).hasValue(10 * CAPACITY - capacity);
        return held;
    }
}
