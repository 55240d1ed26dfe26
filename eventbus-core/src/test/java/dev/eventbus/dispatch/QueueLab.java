package dev.eventbus.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A pool whose time stands still, a gate that work waits at, and a log of what was run and abandoned. */
final class QueueLab implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);

    final ManualClock clock = new ManualClock();
    final WorkerPool pool = new WorkerPool(clock);
    final CountDownLatch gate = new CountDownLatch(1);
    final List<String> log = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void close() {
        gate.countDown();
        pool.close();
    }

    WorkQueue open(int capacity, int concurrency, Overflow overflow, int parking) {
        return pool.open(new QueueSpec("q", capacity, concurrency, overflow, Duration.ZERO, parking));
    }

    /** A queue of one worker, which hangs until the gate opens, with room for one. */
    WorkQueue hanging(Overflow overflow, Duration blockDeadline) throws InterruptedException {
        WorkQueue queue = pool.open(new QueueSpec("q", 1, 1, overflow, blockDeadline, 0));
        hang(queue, null);
        return queue;
    }

    /** Has one of the queue's workers hang until the gate opens. */
    void hang(WorkQueue queue, @Nullable Object key) throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        queue.offer(key, () -> {
            started.countDown();
            return await(gate);
        });
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
    }

    void offer(WorkQueue queue, String name) {
        assertThat(queue.offer(null, noted(name))).isEqualTo(Offer.ACCEPTED);
    }

    Work noted(String name) {
        return work(name, Work.Next.DONE, true);
    }

    Work retrying(String name) {
        return work(name, Work.Next.again(Duration.ofHours(1)), false);
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

    static Work.Next await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Work.Next.DONE;
    }
}
