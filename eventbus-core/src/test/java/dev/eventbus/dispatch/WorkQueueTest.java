package dev.eventbus.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkQueueTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final ManualClock clock = new ManualClock();
    private final WorkerPool pool = new WorkerPool(clock);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        gate.countDown();
        pool.close();
    }

    @Test
    void blockWaitsForRoomAndRejectsAtTheDeadline() throws Exception {
        WorkQueue queue = hanging(Overflow.BLOCK, Duration.ofMillis(50));
        offer(queue, "waits");

        assertThat(queue.offer(null, noted("late"))).isEqualTo(Offer.REJECTED);
        assertThat(queue.counts())
                .extracting(Counts::accepted, Counts::rejected)
                .containsExactly(2L, 1L);
    }

    @Test
    void blockTakesTheWorkWhenRoomComesInTime() throws Exception {
        WorkQueue queue = hanging(Overflow.BLOCK, SOON);
        offer(queue, "waits");
        Thread.ofVirtual().start(gate::countDown);

        assertThat(queue.offer(null, noted("patient"))).isEqualTo(Offer.ACCEPTED);

        assertThat(queue.drain(SOON)).isTrue();
        assertThat(log).containsExactly("waits", "patient");
    }

    @Test
    void offerNowNeverWaits() throws Exception {
        WorkQueue queue = hanging(Overflow.BLOCK, Duration.ofDays(1));
        offer(queue, "waits");

        assertThat(queue.offerNow(null, noted("late"))).isEqualTo(Offer.REJECTED);
    }

    @Test
    void failRejectsAtOnce() throws Exception {
        WorkQueue queue = hanging(Overflow.FAIL, Duration.ofDays(1));
        offer(queue, "waits");

        assertThat(queue.offer(null, noted("late"))).isEqualTo(Offer.REJECTED);
        assertThat(queue.counts()).isEqualTo(new Counts(2, 1, 0, 0, 0, 1, 1, 0));
    }

    @Test
    void dropNewestDropsTheNewcomer() throws Exception {
        WorkQueue queue = hanging(Overflow.DROP_NEWEST, Duration.ZERO);
        offer(queue, "waits");

        assertThat(queue.offer(null, noted("newest"))).isEqualTo(Offer.DROPPED);
        assertThat(queue.counts()).isEqualTo(new Counts(2, 0, 1, 0, 0, 1, 1, 0));
        gate.countDown();
        assertThat(queue.drain(SOON)).isTrue();
        assertThat(log).containsExactly("waits");
    }

    @Test
    void dropOldestDropsWhatWaitsLongest() throws Exception {
        WorkQueue queue = hanging(Overflow.DROP_OLDEST, Duration.ZERO);
        offer(queue, "oldest");

        assertThat(queue.offer("key", noted("newest"))).isEqualTo(Offer.ACCEPTED);
        assertThat(queue.counts()).isEqualTo(new Counts(3, 0, 1, 1, 0, 1, 1, 0));
        gate.countDown();
        assertThat(queue.drain(SOON)).isTrue();
        assertThat(log).containsExactly("oldest abandoned", "newest");
    }

    @ParameterizedTest
    @EnumSource(Overflow.class)
    void countsAddUpUnderEveryPolicy(Overflow overflow) throws Exception {
        WorkQueue queue = pool.open(new QueueSpec("q", 5, 3, overflow, Duration.ofMillis(1), 0));
        AtomicInteger runs = new AtomicInteger();
        Map<Offer, AtomicInteger> offers = new ConcurrentHashMap<>();
        List<Thread> publishers = new ArrayList<>();
        for (int p = 0; p < 4; p++) {
            publishers.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 2_000; i++) {
                    Offer offer = queue.offer(i % 3 == 0 ? null : i % 7, () -> {
                        runs.incrementAndGet();
                        return Work.Next.DONE;
                    });
                    offers.computeIfAbsent(offer, o -> new AtomicInteger()).incrementAndGet();
                }
            }));
        }
        for (Thread publisher : publishers) {
            publisher.join();
        }

        assertThat(queue.drain(SOON)).isTrue();

        Counts counts = queue.counts();
        assertThat(counts.accepted()).isEqualTo(count(offers, Offer.ACCEPTED));
        assertThat(counts.rejected()).isEqualTo(count(offers, Offer.REJECTED));
        assertThat(counts.dropped()).isEqualTo(count(offers, Offer.DROPPED) + counts.abandoned());
        assertThat(counts.done()).isEqualTo(runs.get());
        assertThat(counts.accepted()).isEqualTo(counts.done() + counts.abandoned());
        assertThat(offers.values().stream().mapToInt(AtomicInteger::get).sum()).isEqualTo(8_000);
    }

    @Test
    void workOfOneKeyRunsInOrderAndOneAtATime() throws Exception {
        WorkQueue queue = pool.open(new QueueSpec("q", 100_000, 8, Overflow.FAIL, Duration.ZERO, 0));
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

        assertThat(queue.drain(SOON)).isTrue();

        assertThat(overlaps).hasValue(0);
        assertThat(seen).hasSize(5);
        seen.values().forEach(numbers -> assertThat(numbers).hasSize(4_000).isSorted());
    }

    @Test
    void differentKeysAndNoKeyRunSideBySideUpToTheConcurrency() throws Exception {
        WorkQueue queue = pool.open(new QueueSpec("q", 100, 3, Overflow.FAIL, Duration.ZERO, 0));
        CountDownLatch three = new CountDownLatch(3);
        AtomicInteger started = new AtomicInteger();
        List<Object> keys = new ArrayList<>(List.of("a", "a", "b"));
        keys.add(null);
        keys.add(null);
        for (Object key : keys) {
            queue.offer(key, () -> {
                started.incrementAndGet();
                three.countDown();
                return await(gate);
            });
        }

        assertThat(three.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(queue.counts()).extracting(Counts::running, Counts::depth).containsExactly(3, 2);
        assertThat(started).hasValue(3);
    }

    @Test
    void aParkedKeyHoldsItsOwnWorkAndNoOther() throws Exception {
        WorkQueue queue = pool.open(new QueueSpec("q", 100, 1, Overflow.FAIL, Duration.ZERO, 10));
        AtomicInteger tries = new AtomicInteger();
        queue.offer("a", () -> {
            log.add("a1 try " + tries.incrementAndGet());
            return tries.get() == 1 ? Work.Next.again(Duration.ofMinutes(1)) : Work.Next.DONE;
        });
        clock.awaitAlarms(1);
        queue.offer("a", noted("a2"));
        CountDownLatch other = new CountDownLatch(1);
        queue.offer("b", () -> {
            log.add("b1");
            other.countDown();
            return Work.Next.DONE;
        });
        assertThat(other.await(10, TimeUnit.SECONDS)).isTrue();

        clock.advance(Duration.ofMinutes(1));

        assertThat(queue.drain(SOON)).isTrue();
        assertThat(log).containsExactly("a1 try 1", "b1", "a1 try 2", "a2");
    }

    @Test
    void whatExceedsTheParkingIsDroppedAndCounted() throws Exception {
        WorkQueue queue = pool.open(new QueueSpec("q", 100, 1, Overflow.FAIL, Duration.ZERO, 1));
        queue.offer("a", retrying("a"));
        clock.awaitAlarms(1);
        queue.offer("b", retrying("b"));
        queue.offer("b", noted("b2"));
        CountDownLatch done = new CountDownLatch(1);
        queue.offer(null, () -> {
            done.countDown();
            return Work.Next.DONE;
        });

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(queue.drain(Duration.ofMillis(300))).isFalse();
        assertThat(log).containsExactly("b abandoned", "b2");
        assertThat(queue.counts()).isEqualTo(new Counts(4, 0, 1, 1, 2, 0, 0, 1));
    }

    @Test
    void workThatThrowsCountsAsDoneAndTheNextOneRuns() throws Exception {
        WorkQueue queue = pool.open(new QueueSpec("q", 100, 1, Overflow.FAIL, Duration.ZERO, 1));
        queue.offer("a", () -> {
            throw new StackOverflowError("told to fail");
        });
        queue.offer("a", noted("next"));

        assertThat(queue.drain(SOON)).isTrue();
        assertThat(log).containsExactly("next");
        assertThat(queue.counts().done()).isEqualTo(2);
    }

    @Test
    void aHangingQueueDoesNotHoldUpAnother() throws Exception {
        hanging(Overflow.BLOCK, SOON);
        WorkQueue other = pool.open(new QueueSpec("other", 100, 1, Overflow.FAIL, Duration.ZERO, 1));
        for (int i = 0; i < 50; i++) {
            offer(other, "work");
        }

        assertThat(other.drain(SOON)).isTrue();
        assertThat(log).hasSize(50);
    }

    @Test
    void aDrainSaysWhetherAllWasDone() throws Exception {
        WorkQueue queue = hanging(Overflow.BLOCK, SOON);

        assertThat(pool.drain(Duration.ofMillis(20))).isFalse();
        assertThat(queue.offer(null, noted("late"))).isEqualTo(Offer.CLOSED);
        gate.countDown();

        assertThat(pool.drain(SOON)).isTrue();
    }

    @Test
    void closingAbandonsWhatWaitsOrIsParkedAndInterruptsWhatRuns() throws Exception {
        WorkQueue queue = pool.open(new QueueSpec("q", 100, 1, Overflow.FAIL, Duration.ZERO, 10));
        queue.offer("parked", retrying("parked"));
        clock.awaitAlarms(1);
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        queue.offer(null, () -> {
            running.countDown();
            await(gate);
            interrupted.countDown();
            return Work.Next.DONE;
        });
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
        offer(queue, "waits");

        pool.close(queue, Duration.ZERO);

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(log).containsExactly("waits abandoned", "parked abandoned");
        clock.awaitAlarms(0);
        assertThat(pool.queues()).isEmpty();
    }

    @Test
    void abandoningThatThrowsKeepsNobodyFromBeingAbandoned() throws Exception {
        WorkQueue queue = pool.open(new QueueSpec("q", 100, 1, Overflow.FAIL, Duration.ZERO, 0));
        queue.offer(null, throwing());
        offer(queue, "next");
        assertThat(queue.drain(SOON)).isTrue();
        WorkQueue other = hanging(Overflow.FAIL, SOON);
        other.offer(null, throwing());

        pool.close(other, Duration.ZERO);

        assertThat(log).containsExactly("next");
        assertThat(pool.queues()).containsExactly(queue);
    }

    @Test
    void dropOldestTakesAJobOutOfTheMiddleOfItsKey() throws Exception {
        WorkQueue queue = pool.open(new QueueSpec("q", 2, 1, Overflow.DROP_OLDEST, Duration.ZERO, 0));
        CountDownLatch started = new CountDownLatch(1);
        queue.offer("a", () -> {
            started.countDown();
            return await(gate);
        });
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        for (String name : List.of("a1", "a2", "a3", "a4")) {
            assertThat(queue.offer("a", noted(name))).isEqualTo(Offer.ACCEPTED);
        }

        gate.countDown();

        assertThat(queue.drain(SOON)).isTrue();
        assertThat(log).containsExactly("a1 abandoned", "a2 abandoned", "a3", "a4");
        assertThat(queue.counts()).isEqualTo(new Counts(5, 0, 2, 2, 3, 0, 0, 0));
    }

    @Test
    void workMayCloseItsOwnQueue() throws Exception {
        WorkQueue queue = pool.open(new QueueSpec("q", 100, 1, Overflow.FAIL, Duration.ZERO, 10));
        CountDownLatch closed = new CountDownLatch(1);
        queue.offer(null, () -> {
            pool.close(queue, Duration.ofDays(1));
            closed.countDown();
            return Work.Next.DONE;
        });

        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** A queue of one worker, which hangs until the gate opens, with room for one. */
    private WorkQueue hanging(Overflow overflow, Duration blockDeadline) throws InterruptedException {
        WorkQueue queue = pool.open(new QueueSpec("q", 1, 1, overflow, blockDeadline, 0));
        CountDownLatch started = new CountDownLatch(1);
        queue.offer(null, () -> {
            started.countDown();
            return await(gate);
        });
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        return queue;
    }

    private void offer(WorkQueue queue, String name) {
        assertThat(queue.offer(null, noted(name))).isEqualTo(Offer.ACCEPTED);
    }

    private Work noted(String name) {
        return work(name, Work.Next.DONE, true);
    }

    private Work retrying(String name) {
        return work(name, Work.Next.again(Duration.ofHours(1)), false);
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

    private Work work(String name, Work.Next next, boolean note) {
        return new Work() {
            @Override
            public Next run() {
                if (note) {
                    log.add(name);
                }
                return next;
            }

            @Override
            public void abandon() {
                log.add(name + " abandoned");
            }
        };
    }

    private static long count(Map<Offer, AtomicInteger> offers, Offer offer) {
        return offers.getOrDefault(offer, new AtomicInteger()).get();
    }

    private static Work.Next await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Work.Next.DONE;
    }
}
