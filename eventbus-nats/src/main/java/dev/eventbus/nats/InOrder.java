package dev.eventbus.nats;

import dev.eventbus.Verdict;
import io.nats.client.api.ConsumerInfo;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has an ordered durable's messages handed over in the order they were stored, by one instance at a time. The server
 * delivers new messages before those it has to deliver again; so whenever deliveries may have gone astray, with an
 * instance that died or with the connection, everything is held back until all that the server waits for is in hand.
 *
 * <pre>
 *   standing by ─▶ collecting ─▶ handing over what is held ─▶ ready: as they come
 *        ▲             ▲──────── a delivery is missing ────────────────┤
 *        └──────────────────── the lease was lost ─────────────────────┘
 * </pre>
 *
 * Used by the puller's thread, but for {@link #isOurs} and {@link #close}.
 */
final class InOrder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PullLoop.class);
    private static final Duration STANDBY = Duration.ofSeconds(1);
    private static final Duration LONGEST_STEP = Duration.ofSeconds(1);
    private static final int MOST_AT_ONCE = 1_000;

    private final NatsConnection connection;
    private final PullSpec spec;
    private final Lease lease;
    private final InHand inHand;
    private final Duration step;

    /** By sequence. Bounded by what the server lets be unsettled. */
    private final NavigableMap<Long, PulledDelivery> held = new TreeMap<>();

    private String stream = "";
    private int term;
    private boolean complete;
    private boolean waitingSaid;

    /** Every message up to here is in hand or settled, in this term. */
    private long known;

    private long next;
    private long keptAliveAt = System.nanoTime();

    InOrder(NatsConnection connection, PullSpec spec, InHand inHand) {
        this.connection = connection;
        this.spec = spec;
        this.inHand = inHand;
        this.lease = new Lease(connection, spec.durable(), spec.ackWait());
        Duration third = spec.ackWait().dividedBy(3);
        this.step = third.compareTo(LONGEST_STEP) < 0 ? third : LONGEST_STEP;
    }

    void start() {
        lease.start();
    }

    /** Whether messages may be pulled, and handed over as they come. */
    boolean isReady() {
        return lease.isSure() && lease.term() == term && complete && held.isEmpty();
    }

    /** Does what is next to become ready; blocks for a moment at most. */
    void prepare(Collector collector) {
        if (!lease.isSure()) {
            lease.awaitSure(STANDBY);
        } else if (lease.term() != term) {
            forget();
            term = lease.term();
        } else if (complete) {
            handOverNext(collector);
        } else {
            collect(collector);
        }
        keepAlive();
    }

    private void forget() {
        held.clear();
        inHand.expireAll();
        known = 0;
        complete = false;
    }

    /** @param madeAnew whether it is another consumer than before */
    void bound(String boundTo, boolean madeAnew) {
        stream = boundTo;
        known = madeAnew ? 0 : known;
        complete = false;
    }

    private void collect(Collector collector) {
        ConsumerInfo info = info();
        long delivered = info.getDelivered().getStreamSequence();
        long missing = info.getNumAckPending() - inHand.open(delivered);
        if (missing <= 0 || delivered <= known) {
            complete = true;
            known = Math.max(known, delivered);
            next = info.getDelivered().getConsumerSequence() + 1;
            waitingSaid = false;
            return;
        }
        sayThatItWaits(missing);
        collector.pull((int) Math.min(missing, MOST_AT_ONCE), step);
    }

    private ConsumerInfo info() {
        String couldNot = "Could not look at durable " + spec.durable();
        JetStreamApi api = JetStreamApi.of(connection.require(couldNot), couldNot);
        return api.call(management -> management.getConsumerInfo(stream, spec.durable()));
    }

    private void sayThatItWaits(long missing) {
        if (!waitingSaid) {
            waitingSaid = true;
            LOG.info(
                    "Held back newer messages until those came again that were delivered and not settled"
                            + " durable={} missing={} ackWait={}",
                    spec.durable(),
                    missing,
                    spec.ackWait());
        }
    }

    /** A message was received; whether it may be handed over at once, if it is new. */
    boolean arrived(PulledDelivery delivery) {
        if (!complete || delivery.consumerSequence() != next) {
            complete = false;
            return false;
        }
        next++;
        known = Math.max(known, delivery.sequence());
        return held.isEmpty();
    }

    void hold(PulledDelivery delivery) {
        delivery.begin(term);
        held.put(delivery.sequence(), delivery);
    }

    private void handOverNext(Collector collector) {
        if (collector.awaitPermit(step)) {
            Map.Entry<Long, PulledDelivery> first = held.pollFirstEntry();
            collector.handOver(first.getValue());
        }
    }

    private void keepAlive() {
        if (System.nanoTime() - keptAliveAt < step.toNanos()) {
            return;
        }
        keptAliveAt = System.nanoTime();
        held.values().stream().forEach(PulledDelivery::inProgress);
    }

    int term() {
        return term;
    }

    /** Whether a delivery may still be worked on here; may block until that is known. */
    boolean isOurs(PulledDelivery delivery) {
        return lease.covers(delivery.term());
    }

    /** Hands back what was not handed over, and the lease; the thread has ended. */
    @Override
    public void close() {
        held.values().forEach(delivery -> delivery.settle(Verdict.retry(Duration.ZERO)));
        held.clear();
        lease.close();
    }

    /** What the puller does for it. */
    interface Collector {
        void pull(int most, Duration patience);

        boolean awaitPermit(Duration patience);

        void handOver(PulledDelivery delivery);
    }
}
