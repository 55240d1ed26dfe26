package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import dev.eventbus.Verdict;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pulls the messages of one durable consumer, never more than there are free permits, and hands them over one by one.
 * A permit is free again when its delivery is settled. Whatever goes wrong, it binds anew until it is closed.
 *
 * <pre>
 *   bind ─▶ wait for a permit ─▶ pull ─▶ hand over ─┐
 *    ▲            ▲───────────────────────────────────┤
 *    └── consumer gone, connection lost, resumed ◀────┘
 * </pre>
 */
final class Puller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PullLoop.class);
    private static final Duration PULL = Duration.ofSeconds(3);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final NatsConnection connection;
    private final PullSpec spec;
    private final Consumer<PulledDelivery> intake;
    private final Settlement settlement;
    private final Semaphore permits;
    private final Thread thread;
    private final AtomicReference<@Nullable JetStreamSubscription> bound = new AtomicReference<>();

    // Guards the two wishes below and wakes the loop when one of them changes.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean closed;
    private volatile boolean paused;

    private volatile boolean healthy;
    private Duration pause = FIRST_PAUSE;
    private String lastFailure = "";

    /** @param intake called on one thread, message after message; may block, which stops this puller alone */
    Puller(NatsConnection connection, PullSpec spec, Consumer<PulledDelivery> intake) {
        this.connection = connection;
        this.spec = spec;
        this.intake = intake;
        this.settlement = new Settlement(connection, spec, InstantSource.system());
        this.permits = new Semaphore(spec.concurrency());
        this.thread = Thread.ofVirtual().name("pull-" + spec.durable()).unstarted(this::run);
    }

    /** Tries once to bind before it returns, so that a durable that begins with new messages misses none from here on. */
    void start() {
        if (connection.isConnected()) {
            bindOrWait();
        }
        thread.start();
    }

    boolean isBound() {
        return healthy && connection.isConnected();
    }

    private void run() {
        while (!closed) {
            if (paused) {
                await(LONGEST_PAUSE, () -> paused && !closed);
            } else if (bound.get() == null) {
                bindAfterPause();
            } else {
                pull();
            }
        }
    }

    private void bindAfterPause() {
        if (!bindOrWait()) {
            await(pause, () -> !closed);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private boolean bindOrWait() {
        try {
            Connection current = connection.require("Could not bind durable " + spec.durable());
            DeadLetters.ensure(connection);
            String stream = Consumers.ensure(current, spec);
            bound.set(current.jetStream().subscribe(null, PullSubscribeOptions.fastBind(stream, spec.durable())));
            healthy = true;
            if (!lastFailure.isEmpty()) {
                lastFailure = "";
                LOG.info("Bound the durable after all durable={} stream={}", spec.durable(), stream);
            }
            return true;
        } catch (EventBusException | IOException | JetStreamApiException | IllegalStateException e) {
            unbind(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void unbind(String why) {
        healthy = false;
        JetStreamSubscription old = bound.getAndSet(null);
        if (old != null) {
            unsubscribe(old);
        }
        if (!closed && !why.equals(lastFailure)) {
            lastFailure = why;
            LOG.warn("Cannot pull now; trying until it works durable={} error={}", spec.durable(), why);
        }
    }

    private static void unsubscribe(JetStreamSubscription subscription) {
        try {
            subscription.unsubscribe();
        } catch (IllegalStateException e) {
            LOG.debug("The subscription was gone already", e);
        }
    }

    private void pull() {
        JetStreamSubscription subscription = bound.get();
        int asked = takeFreePermits();
        int received = 0;
        long start = System.nanoTime();
        try {
            if (asked > 0 && subscription != null && !closed && !paused) {
                Iterator<Message> messages = subscription.iterate(asked, PULL);
                while (messages.hasNext()) {
                    received++;
                    handOver(messages.next());
                }
                look(received, System.nanoTime() - start);
            }
        } catch (IllegalStateException e) {
            unbind(String.valueOf(e.getMessage()));
        } finally {
            permits.release(asked - received);
        }
    }

    /** Waits for one, takes all; none when there was nothing free for a while. */
    private int takeFreePermits() {
        try {
            return permits.tryAcquire(PULL.toMillis(), TimeUnit.MILLISECONDS) ? 1 + permits.drainPermits() : 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** A pull that ends early and empty was refused: the consumer is gone, or its leader is. */
    private void look(int received, long nanos) {
        if (received > 0) {
            pause = FIRST_PAUSE;
        } else if (nanos < PULL.toNanos() / 2 && !closed && !paused) {
            unbind("the consumer did not answer a pull");
            await(pause, () -> !closed);
        }
    }

    private void handOver(Message message) {
        PulledDelivery delivery = new PulledDelivery(message, this);
        if (settlement.isExhausted(delivery)) {
            delivery.deadLetterHeader(DeadLetters.CLASS, DeadLetters.EXHAUSTED);
            delivery.settle(Verdict.deadLetter("Delivered " + spec.maxDeliver() + " times and never settled"));
            return;
        }
        try {
            intake.accept(delivery);
        } catch (RuntimeException e) {
            LOG.error("Could not hand over a message; it will come again durable={}", spec.durable(), e);
            delivery.settle(Verdict.retry(FIRST_PAUSE));
        }
    }

    void settle(PulledDelivery delivery, Verdict verdict) {
        try {
            settlement.carryOut(delivery, verdict);
        } finally {
            release();
        }
    }

    /** A delivery is over: its place is free. */
    void release() {
        permits.release();
    }

    void pause() {
        change(() -> paused = true);
        drain();
    }

    void resume() {
        change(() -> paused = false);
    }

    /** Stops pulling; returns when nothing more is handed over. Deliveries can be settled later still. */
    @Override
    public void close() {
        change(() -> closed = true);
        drain();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            if (!thread.join(STOP)) {
                LOG.warn("Stopped waiting for a handler that takes no more messages durable={}", spec.durable());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        unbind("");
    }

    /** Waits until every delivery is settled; returns whether all are. */
    boolean awaitSettled(Duration timeout) {
        try {
            return permits.tryAcquire(spec.concurrency(), timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Takes the standing pull back. What the server had sent by then is still handed over: nothing is left to time out. */
    private void drain() {
        JetStreamSubscription subscription = bound.getAndSet(null);
        if (subscription == null) {
            return;
        }
        try {
            var unused = subscription.drain(STOP);
        } catch (IllegalStateException e) {
            LOG.debug("The subscription was gone already", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void change(Runnable wish) {
        lock.lock();
        try {
            wish.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void await(Duration timeout, java.util.function.BooleanSupplier condition) {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (condition.getAsBoolean() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
