package dev.eventbus.nats;

import dev.eventbus.Verdict;
import io.nats.client.Message;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that waits to be settled, once.
 *
 * <pre>
 *   open ─▶ settled
 *     │        ▲ handled after all: a late ack spares the message another delivery
 *     └─▶ over ┘ the message comes again, here or elsewhere
 * </pre>
 */
final class PulledDelivery implements PulledMessage {
    private enum State {
        OPEN,
        OVER,
        SETTLED
    }

    private final Puller puller;
    private final NatsJetStreamMetaData metaData;
    private final Instant storedAt;
    private final Instant receivedAt;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private final Map<String, String> deadLetterHeaders = new ConcurrentHashMap<>();

    /** The newest delivery of the message: acks are to go there. */
    private volatile Message message;

    private volatile long aliveAt = System.nanoTime();

    /** Whether settling it makes room for another one. */
    private volatile boolean holdsPermit;

    /** How often it was tried where retries wait here and not at the server; 0 where the server counts. */
    private volatile int attempts;

    private volatile int term;
    private volatile boolean estranged;
    private volatile boolean handedBack;

    PulledDelivery(Message message, Puller puller) {
        this.message = message;
        this.receivedAt = puller.now();
        this.metaData = message.metaData();
        this.storedAt = metaData.timestamp().toInstant();
        this.puller = puller;
    }

    /** May block on the server; the first call counts. */
    void settle(Verdict verdict) {
        if (state.compareAndSet(State.OPEN, State.SETTLED)) {
            handedBack = verdict instanceof Verdict.Retry;
            puller.settle(this, verdict);
        } else if (verdict instanceof Verdict.Ack && state.compareAndSet(State.OVER, State.SETTLED)) {
            puller.settleLate(this);
        }
    }

    /**
     * Settles it with a dead letter, but leaves it open where the letter cannot be stored now, so that it keeps its
     * place among others; returns whether it is over. May block on the server.
     */
    boolean bury(Verdict.DeadLetter verdict) {
        if (!puller.store(this, verdict)) {
            return false;
        }
        if (state.compareAndSet(State.OPEN, State.SETTLED)) {
            puller.settleBuried(this);
        }
        return true;
    }

    /** Waits while its consumer is paused; false once that is closed. */
    boolean awaitOpen() {
        return puller.awaitOpen();
    }

    /**
     * Whether the policy lets an attempt begin now.
     *
     * @param again whether it is not the first one here
     */
    boolean mayBegin(boolean again) {
        return puller.mayBegin(again);
    }

    /** An attempt failed and another one is to follow, without a delivery of its own; the first time is remembered. */
    void failed() {
        deadLetterHeaders.putIfAbsent(DeadLetters.FIRST_AT, puller.now().toString());
    }

    /** Another attempt begins, made without a delivery of its own. Called by one thread at a time. */
    void countAttempt() {
        attempts = attempts + 1;
    }

    /** Whether it is to come again: what comes is the next delivery and not this one, however soon it is there. */
    boolean isHandedBack() {
        return handedBack;
    }

    boolean isOpen() {
        return state.get() == State.OPEN;
    }

    /** The consumer was made anew, and does not know of this delivery unless the message comes once more. */
    void estrange() {
        estranged = true;
    }

    boolean isAwaited() {
        return isOpen() && !estranged;
    }

    /** The server will deliver the message anew, here or elsewhere: a verdict would come too late. */
    void expire() {
        if (state.compareAndSet(State.OPEN, State.OVER)) {
            puller.expired(this);
        }
    }

    /** The message came once more while this delivery goes on. */
    void goOnAs(PulledDelivery newer) {
        message = newer.message;
        estranged = false;
        aliveAt = System.nanoTime();
    }

    /** Throws {@link IllegalStateException} without a connection. */
    void acknowledge() {
        message.ack();
    }

    /** How long ago the server last heard, or said, that it is being worked on. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - aliveAt);
    }

    Instant receivedAt() {
        return receivedAt;
    }

    /** @param term of the lease of an ordered durable */
    void begin(int term) {
        this.term = term;
    }

    int term() {
        return term;
    }

    void takePermit() {
        holdsPermit = true;
    }

    boolean holdsPermit() {
        return holdsPermit;
    }

    /** Whether this instance is still the one to handle it; may block until that is known. */
    boolean isOurs() {
        return isOpen() && puller.isOurs(this);
    }

    /** Counts the deliveries of this durable; a gap means that some went elsewhere or got lost. */
    long consumerSequence() {
        return metaData.consumerSequence();
    }

    Message message() {
        return message;
    }

    Map<String, String> deadLetterHeaders() {
        return deadLetterHeaders;
    }

    @Override
    public String subject() {
        return message.getSubject();
    }

    @Override
    public byte[] data() {
        return message.getData();
    }

    @Override
    public @Nullable String header(String name) {
        return message.getHeaders() == null ? null : message.getHeaders().getFirst(name);
    }

    @Override
    public long sequence() {
        return metaData.streamSequence();
    }

    @Override
    public String stream() {
        return metaData.getStream();
    }

    @Override
    public int deliveries() {
        return attempts > 0 ? attempts : (int) Math.min(Integer.MAX_VALUE, metaData.deliveredCount());
    }

    @Override
    public Instant storedAt() {
        return storedAt;
    }

    @Override
    public void inProgress() {
        if (isOpen()) {
            try {
                message.inProgress();
                aliveAt = System.nanoTime();
            } catch (IllegalStateException e) {
                // Not connected: the ack wait runs on, and the message may come again.
                return;
            }
        }
    }

    @Override
    public void deadLetterHeader(String name, String value) {
        deadLetterHeaders.put(name, value);
    }
}
