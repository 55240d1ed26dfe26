package dev.eventbus;

import dev.eventbus.dispatch.Counts;
import dev.eventbus.dispatch.WorkQueue;
import dev.eventbus.dispatch.WorkerPool;
import dev.eventbus.transport.Transport.Registration;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A subscription of the bus: where its events come from, and the queue they go to. */
final class BusSubscription implements Subscription {
    /** How long closing waits for running handlers before it interrupts them. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final String name;
    private final Registration source;
    private final WorkQueue queue;
    private final WorkerPool pool;
    private final AtomicBoolean active = new AtomicBoolean(true);
    private final Runnable onClose;

    BusSubscription(String name, Registration source, WorkQueue queue, WorkerPool pool, Runnable onClose) {
        this.name = name;
        this.source = source;
        this.queue = queue;
        this.pool = pool;
        this.onClose = onClose;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isActive() {
        return active.get();
    }

    @Override
    public Counts counts() {
        return queue.counts();
    }

    /** No more events; what is queued or running goes on. */
    void stop() {
        if (active.compareAndSet(true, false)) {
            source.close();
        }
    }

    @Override
    public void close() {
        stop();
        pool.close(queue, GRACE);
        onClose.run();
    }
}
