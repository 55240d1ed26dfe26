package dev.eventbus.nats;

import dev.eventbus.Verdict;
import dev.eventbus.dispatch.Offer;
import dev.eventbus.dispatch.Overflow;
import dev.eventbus.dispatch.QueueSpec;
import dev.eventbus.dispatch.Timer;
import dev.eventbus.dispatch.WorkQueue;
import dev.eventbus.dispatch.WorkerPool;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Handles what was pulled, one message of a subject after the other. What waits for its retry, or behind such a message,
 * takes no handler's place, and the server is told in time that it is not forgotten.
 *
 * <pre>
 *   add ─▶ lane of its subject ─▶ attempt ─▶ settled, the next of its subject
 *                                  ▲    └─▶ waits for its retry ─┐
 *                                  └─────────────────────────────┘
 * </pre>
 */
final class SubjectLanes implements AutoCloseable {
    /** So often per ack wait that one call which is late or lost does no harm. */
    private static final int CALLS_PER_ACK_WAIT = 3;

    /** The server heard of it so lately that it need not hear again. */
    private static final int FRESH = 6;

    /** A message that takes the process with it each time is not to do so for ever. */
    private static final int MOST_RESTARTS = 1_000;

    private final PullSpec spec;
    private final Function<PulledDelivery, Verdict> handler;
    private final Timer timer;
    private final WorkerPool pool;
    private final WorkQueue queue;
    private final Set<OrderedWork> inHand = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param handler never throws */
    SubjectLanes(PullSpec spec, Function<PulledDelivery, Verdict> handler) {
        this(spec, handler, Timer.exact("retries-" + spec.durable()));
    }

    SubjectLanes(PullSpec spec, Function<PulledDelivery, Verdict> handler, Timer timer) {
        this.spec = spec;
        this.handler = handler;
        this.timer = timer;
        this.pool = new WorkerPool(timer);
        this.queue = pool.open(queueSpec(spec));
    }

    /** Twice what may be in hand: what another instance took over lies there until its turn has come. */
    private static QueueSpec queueSpec(PullSpec spec) {
        int most = 2 * spec.maxAckPending();
        return new QueueSpec(spec.durable(), most, spec.concurrency(), Overflow.BLOCK, Duration.ofSeconds(1), most);
    }

    /** What the puller is to do: all that may be unsettled is in hand here, and attempts are counted here. */
    static PullSpec pulled(PullSpec spec) {
        return spec.withConcurrency(Math.min(PullSpec.MOST_AT_ONCE, spec.maxAckPending()))
                .withParkingRoom(0)
                .withMaxDeliver((int) Math.min(Integer.MAX_VALUE, (long) spec.maxDeliver() + MOST_RESTARTS));
    }

    void start() {
        keepAliveSoon();
    }

    /** Puts a message behind those of its subject; waits for room where there is none. */
    void add(PulledDelivery delivery) {
        OrderedWork work = new OrderedWork(delivery, this);
        inHand.add(work);
        Offer offer;
        do {
            offer = queue.offer(delivery.subject(), work);
        } while (offer == Offer.REJECTED);
        if (offer == Offer.CLOSED) {
            work.abandon();
        }
    }

    Verdict handle(PulledDelivery delivery) {
        return handler.apply(delivery);
    }

    int mostAttempts() {
        return spec.maxDeliver();
    }

    void gone(OrderedWork work) {
        inHand.remove(work);
    }

    private void keepAliveSoon() {
        Duration pause = spec.ackWait().dividedBy(CALLS_PER_ACK_WAIT);
        // The server may be slow to take it, and the timer's thread serves the retries.
        Timer.Alarm unused = timer.after(
                pause,
                () -> Thread.ofVirtual().name("keep-alive-" + spec.durable()).start(this::keepAlive));
    }

    private void keepAlive() {
        try {
            Duration fresh = spec.ackWait().dividedBy(FRESH);
            inHand.forEach(work -> work.keepAlive(fresh));
        } finally {
            if (!closed) {
                keepAliveSoon();
            }
        }
    }

    /** Hands back what waits, waits for the attempts under way, at most the ack wait; nothing may be added any more. */
    @Override
    public void close() {
        queue.close(spec.ackWait());
        closed = true;
        timer.close();
    }
}
