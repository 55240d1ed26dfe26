package dev.eventbus.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What runs when: order by key, side by side, after another try. */
class WorkQueueTest {
    private final QueueLab lab = new QueueLab();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void workOfOneKeyRunsInOrderAndOneAtATime() throws Exception {
        WorkQueue queue = lab.pool.open(new QueueSpec("q", 100_000, 8, Overflow.FAIL, Duration.ZERO, 0));
        Map<Integer, List<Integer>> seen = new ConcurrentHashMap<>();
        Map<Integer, AtomicInteger> inside = new ConcurrentHashMap<>();
        AtomicInteger overlaps = new AtomicInteger();
        for (int i = 0; i < 20_000; i++) {
            int number = i;
            int key = i % 5;
            queue.offer(key, () -> {
                AtomicInteger here = inside.computeIfAbsent(key, k -> new AtomicInteger());
                overlaps.addAndGet(here.incrementAndGet() > 1 ? 1 : 0);
                seen.computeIfAbsent(key, k -> new ArrayList<>()).add(number);
                Thread.yield();
                here.decrementAndGet();
                return Work.Next.DONE;
            });
        }

        assertThat(queue.drain(QueueLab.SOON)).isTrue();

        assertThat(overlaps).hasValue(0);
        assertThat(seen).hasSize(5);
        seen.values().forEach(numbers -> assertThat(numbers).hasSize(4_000).isSorted());
    }

    @Test
    void differentKeysAndNoKeyRunSideBySideUpToTheConcurrency() throws Exception {
        WorkQueue queue = lab.pool.open(new QueueSpec("q", 100, 3, Overflow.FAIL, Duration.ZERO, 0));
        CountDownLatch three = new CountDownLatch(3);
        AtomicInteger started = new AtomicInteger();
        List<Object> keys = new ArrayList<>(List.of("a", "a", "b"));
        keys.add(null);
        keys.add(null);
        for (Object key : keys) {
            queue.offer(key, () -> {
                started.incrementAndGet();
                three.countDown();
                return QueueLab.await(lab.gate);
            });
        }

        assertThat(three.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(queue.counts()).extracting(Counts::running, Counts::depth).containsExactly(3, 2);
        assertThat(started).hasValue(3);
    }

    @Test
    void aParkedKeyHoldsItsOwnWorkAndNoOther() throws Exception {
        WorkQueue queue = lab.pool.open(new QueueSpec("q", 100, 1, Overflow.FAIL, Duration.ZERO, 10));
        AtomicInteger tries = new AtomicInteger();
        queue.offer("a", () -> {
            lab.log.add("a1 try " + tries.incrementAndGet());
            return tries.get() == 1 ? Work.Next.again(Duration.ofMinutes(1)) : Work.Next.DONE;
        });
        lab.clock.awaitAlarms(1);
        queue.offer("a", lab.noted("a2"));
        CountDownLatch other = new CountDownLatch(1);
        queue.offer("b", () -> {
            lab.log.add("b1");
            other.countDown();
            return Work.Next.DONE;
        });
        assertThat(other.await(20, TimeUnit.SECONDS)).isTrue();

        lab.clock.advance(Duration.ofMinutes(1));

        assertThat(queue.drain(QueueLab.SOON)).isTrue();
        assertThat(lab.log).containsExactly("a1 try 1", "b1", "a1 try 2", "a2");
    }

    @Test
    void aSlowKeyWithALongBacklogLetsOthersTakeTheirTurn() throws Exception {
        WorkQueue queue = lab.open(100, 1, Overflow.FAIL, 0);
        lab.hang(queue, "other");
        queue.offer("a", () -> {
            lab.log.add("a1");
            for (long end = System.nanoTime() + 2_000_000; System.nanoTime() < end; ) {
                Thread.onSpinWait();
            }
            return Work.Next.DONE;
        });
        for (String name : List.of("a2", "a3", "b1")) {
            queue.offer(name.substring(0, 1), lab.noted(name));
        }

        lab.gate.countDown();

        assertThat(queue.drain(QueueLab.SOON)).isTrue();
        assertThat(lab.log).containsExactly("a1", "b1", "a2", "a3");
    }

    @Test
    void workThatThrowsCountsAsDoneAndTheNextOneRuns() throws Exception {
        WorkQueue queue = lab.pool.open(new QueueSpec("q", 100, 1, Overflow.FAIL, Duration.ZERO, 1));
        queue.offer("a", () -> {
            throw new StackOverflowError("told to fail");
        });
        queue.offer("a", lab.noted("next"));

        assertThat(queue.drain(QueueLab.SOON)).isTrue();
        assertThat(lab.log).containsExactly("next");
        assertThat(queue.counts().done()).isEqualTo(2);
    }

    @Test
    void aHangingQueueDoesNotHoldUpAnother() throws Exception {
        lab.hanging(Overflow.BLOCK, QueueLab.SOON);
        WorkQueue other = lab.pool.open(new QueueSpec("other", 100, 1, Overflow.FAIL, Duration.ZERO, 1));
        for (int i = 0; i < 50; i++) {
            lab.offer(other, "work");
        }

        assertThat(other.drain(QueueLab.SOON)).isTrue();
        assertThat(lab.log).hasSize(50);
    }
}
