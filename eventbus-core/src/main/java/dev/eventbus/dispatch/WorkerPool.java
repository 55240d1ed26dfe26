package dev.eventbus.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Owns the work queues, each with its own workers: virtual threads, bounded per queue, so that work which is slow or
 * hangs holds up its own queue only.
 */
public final class WorkerPool implements AutoCloseable {
    private final Timer timer;
    private final CopyOnWriteArrayList<WorkQueue> queues = new CopyOnWriteArrayList<>();

    /** @param timer wakes parked work; stays the caller's */
    public WorkerPool(Timer timer) {
        this.timer = timer;
    }

    public WorkQueue open(QueueSpec spec) {
        WorkQueue queue = new WorkQueue(spec, timer);
        queues.add(queue);
        return queue;
    }

    /** Closes a queue, see {@link WorkQueue#close}, and forgets it. */
    public void close(WorkQueue queue, Duration grace) {
        queue.close(grace);
        queues.remove(queue);
    }

    public List<WorkQueue> queues() {
        return List.copyOf(queues);
    }

    /**
     * Takes no more work into any queue and waits until all of it is done.
     *
     * @return whether it was done in time
     */
    public boolean drain(Duration timeout) {
        queues.forEach(WorkQueue::stopAccepting);
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean drained = true;
        for (WorkQueue queue : queues) {
            long left = Math.max(0, deadline - System.nanoTime());
            drained &= queue.drain(Duration.ofNanos(left));
        }
        return drained;
    }

    /** Closes every queue at once: no more work, what waits is abandoned, what runs is interrupted. */
    @Override
    public void close() {
        queues.forEach(WorkQueue::stopAccepting);
        queues.forEach(queue -> close(queue, Duration.ZERO));
    }
}
