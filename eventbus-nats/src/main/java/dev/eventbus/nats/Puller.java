package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import dev.eventbus.Verdict;
import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
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
 *    ▲            ▲─────────────────────────────────┤
 *    └── consumer gone, connection lost, resumed ◀──┘
 * </pre>
 */
final class Puller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PullLoop.class);
    private static final Duration PULL = Duration.ofSeconds(3);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
    private static final Duration LONGEST_LEAVE = Duration.ofMillis(250);
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final InstantSource CLOCK = InstantSource.system();

    private final NatsConnection connection;
    private final PullSpec spec;
    private final PullPolicy policy;
    private final Consumer<PulledDelivery> intake;
    private final Settlement settlement;
    private final PullGate gate;
    private final PullWatch watch;
    private final InHand inHand;
    private final @Nullable InOrder inOrder;
    private final Binding binding;
    private final Thread thread;

    // Touched by the thread alone.
    private Duration pause = FIRST_PAUSE;

    /** How many permits of the pull under way went with what it brought; to be known even if it ends badly. */
    private int handedOver;

    /** @param intake called on one thread, message after message; may block, which stops this puller alone */
    Puller(NatsConnection connection, PullSpec spec, Consumer<PulledDelivery> intake) {
        this(connection, spec, PullMode.of(false), intake);
    }

    Puller(NatsConnection connection, PullSpec spec, PullMode mode, Consumer<PulledDelivery> intake) {
        boolean ordered = mode.ordered();
        this.connection = connection;
        this.spec = spec;
        this.policy = mode.policy();
        this.intake = intake;
        this.settlement = new Settlement(connection, spec, CLOCK);
        this.gate = new PullGate(spec.concurrency());
        this.watch = new PullWatch(spec.durable(), System::nanoTime);
        this.inHand = new InHand(spec.ackWait(), ordered);
        this.inOrder = ordered ? new InOrder(connection, spec, inHand) : null;
        this.binding = new Binding(connection, spec, this::boundTo);
        this.thread = Thread.ofVirtual().name("pull-" + spec.durable()).unstarted(this::run);
    }

    /** Tries once to bind first, so that a durable that begins with new messages misses none from here on. */
    void start() {
        if (connection.isConnected()) {
            binding.bind();
        }
        if (inOrder != null) {
            inOrder.start();
        }
        thread.start();
    }

    boolean isBound() {
        return binding.isSound() && connection.isConnected();
    }

    private void run() {
        while (!gate.isClosed()) {
            try {
                goOn();
            } catch (RuntimeException e) { // nobody would notice a consumer whose thread is gone
                LOG.error("Could not pull, for a reason nobody thought of durable={}", spec.durable(), e);
                binding.lose(String.valueOf(e));
                pauseLonger();
            }
        }
    }

    private void goOn() {
        JetStreamSubscription subscription = binding.subscription();
        if (gate.isOpen()) {
            binding.lookHowFar();
        }
        if (!gate.isOpen()) {
            gate.awaitOpen(LONGEST_PAUSE);
        } else if (subscription != null && inOrder != null && !inOrder.isReady()) {
            prepare(subscription, inOrder);
        } else if (subscription != null) {
            pull(subscription);
        } else if (!binding.bind()) {
            pauseLonger();
        }
    }

    private void pauseLonger() {
        gate.awaitClosed(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private void boundTo(Consumers.Bound consumer) {
        watch.sign();
        if (consumer.madeAnew()) {
            inHand.estrange();
        }
        if (inOrder != null) {
            Lease.ensureBucket(connection);
            inOrder.bound(consumer.stream(), consumer.madeAnew());
        }
    }

    private void prepare(JetStreamSubscription subscription, InOrder order) {
        try {
            order.prepare(new InOrder.Collector() {
                @Override
                public void pull(int most, Duration patience) {
                    Puller.this.pull(subscription, most, patience);
                }

                @Override
                public boolean awaitPermit(Duration patience) {
                    return gate.takeOne(patience);
                }

                @Override
                public void handOver(PulledDelivery delivery) {
                    delivery.takePermit();
                    Puller.this.handOver(delivery);
                }
            });
        } catch (EventBusException e) {
            binding.lose(String.valueOf(e.getMessage()));
            pauseLonger();
        }
    }

    private void pull(JetStreamSubscription subscription) {
        int free = gate.takeAll(PULL);
        int asked = 0;
        handedOver = 0;
        try {
            asked = free == 0 || inOrder != null ? free : policy.take(free);
            if (asked > 0) {
                pull(subscription, asked, PULL);
            }
        } finally {
            gate.release(free - handedOver);
            if (asked > handedOver && inOrder == null) {
                policy.giveBack(asked - handedOver);
            }
        }
        if (asked == 0 && free > 0) {
            awaitLeave();
        }
    }

    private void awaitLeave() {
        Duration asked = policy.askAgain();
        gate.awaitClosed(asked.compareTo(LONGEST_LEAVE) < 0 ? asked : LONGEST_LEAVE);
    }

    private void pull(JetStreamSubscription subscription, int most, Duration patience) {
        int received = 0;
        long start = System.nanoTime();
        try {
            Iterator<Message> messages = subscription.iterate(most, patience);
            while (messages.hasNext()) {
                received++;
                arrived(messages.next());
            }
            look(received, System.nanoTime() - start, patience);
        } catch (IllegalStateException e) {
            if (gate.isOpen()) {
                binding.lose(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Hands the message over, unless it is held back, or one that is known already. */
    private void arrived(Message message) {
        PulledDelivery delivery = new PulledDelivery(message, this);
        boolean inTurn = inOrder == null || inOrder.arrived(delivery);
        if (!inHand.add(delivery)) {
            return;
        }
        if (inOrder != null) {
            delivery.begin(inOrder.term());
        }
        if (inOrder != null && !inTurn) {
            inOrder.hold(delivery);
            return;
        }
        delivery.takePermit();
        handedOver++;
        handOver(delivery);
    }

    /** A pull that ends early and empty was refused: the consumer is gone, or its leader is. */
    private void look(int received, long nanos, Duration patience) {
        if (received > 0) {
            pause = FIRST_PAUSE;
            watch.sign();
        } else if (nanos < patience.toNanos() / 2 && gate.isOpen()) {
            binding.lose("the consumer did not answer a pull");
            pauseLonger();
        } else {
            suspect();
        }
    }

    private void suspect() {
        JetStreamSubscription subscription = binding.subscription();
        Connection current = connection.current();
        if (current != null && subscription != null && gate.isOpen()) {
            watch.suspicion(current, subscription.getStreamName()).ifPresent(binding::lose);
        }
    }

    private void handOver(PulledDelivery delivery) {
        Verdict.DeadLetter lastWord = settlement.lastWord(delivery);
        if (lastWord != null) {
            // Storing it takes long when the server is in trouble, and others must not wait for that.
            Thread.ofVirtual().name("bury-" + spec.durable()).start(() -> delivery.settle(lastWord));
            return;
        }
        try {
            intake.accept(delivery);
        } catch (Throwable e) { // an Error, too, must neither keep the permit nor end the thread
            LOG.error("Could not hand over a message; it will come again durable={}", spec.durable(), e);
            delivery.settle(Verdict.retry(FIRST_PAUSE));
        }
    }

    Instant now() {
        return CLOCK.instant();
    }

    void settle(PulledDelivery delivery, Verdict verdict) {
        boolean over = false;
        try {
            over = settlement.carryOut(delivery, verdict);
            if (!over) {
                policy.dueIn(delay(verdict));
            }
        } finally {
            inHand.done(delivery, over);
            release(delivery);
        }
    }

    /** After how long a message comes again that is not over. */
    private static Duration delay(Verdict verdict) {
        return verdict instanceof Verdict.Retry retry ? retry.delay() : Settlement.DEAD_LETTER_RETRY;
    }

    /** Stores the dead letter of a delivery that stays open; returns whether that is certain. */
    boolean store(PulledDelivery delivery, Verdict.DeadLetter verdict) {
        return settlement.store(delivery, verdict);
    }

    /** Its dead letter is stored already. */
    void settleBuried(PulledDelivery delivery) {
        try {
            settlement.endBuried(delivery);
        } catch (IllegalStateException e) {
            LOG.debug("A term could not be sent; it is sent when the message comes again", e);
        } finally {
            inHand.done(delivery, true);
            release(delivery);
        }
    }

    /** Handled after its time: if the server still waits for that, it need not deliver it again. */
    void settleLate(PulledDelivery delivery) {
        boolean over = settlement.carryOut(delivery, Verdict.ACK);
        inHand.done(delivery, over);
    }

    /** A delivery is over: its place is free. */
    void expired(PulledDelivery delivery) {
        inHand.done(delivery, false);
        release(delivery);
    }

    private void release(PulledDelivery delivery) {
        if (delivery.holdsPermit()) {
            gate.release(1);
        }
    }

    /** Whether this instance is still the one to work on it; may block until that is known. */
    boolean isOurs(PulledDelivery delivery) {
        return inOrder == null || inOrder.isOurs(delivery);
    }

    /** Waits while it is paused; false once it is closed. */
    boolean awaitOpen() {
        while (!gate.isOpen() && !gate.isClosed()) {
            gate.awaitOpen(LONGEST_PAUSE);
        }
        return gate.isOpen();
    }

    /** @param again whether it was begun before */
    boolean mayBegin(boolean again) {
        return again ? policy.takeAgain() : policy.take(1) == 1;
    }

    void pause() {
        gate.pause();
        binding.release(STOP);
    }

    void resume() {
        gate.resume();
    }

    /** Stops pulling; returns when nothing more is handed over. Deliveries can be settled later still. */
    @Override
    public void close() {
        gate.close();
        binding.close(STOP);
        if (Thread.currentThread() != thread) {
            awaitEnd();
        }
        if (inOrder != null) {
            inOrder.close();
        }
    }

    private void awaitEnd() {
        try {
            if (thread.isAlive() && !thread.join(STOP)) {
                LOG.warn("Stopped waiting for a handler that takes no more messages durable={}", spec.durable());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        binding.release(STOP);
    }

    /** Waits until every delivery is settled; returns whether all are. */
    boolean awaitSettled(Duration timeout) {
        return gate.awaitAllFree(timeout);
    }
}
