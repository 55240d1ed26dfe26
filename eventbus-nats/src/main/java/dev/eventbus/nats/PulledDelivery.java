package dev.eventbus.nats;

import dev.eventbus.Verdict;
import io.nats.client.Message;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A delivery that waits to be settled, once. */
final class PulledDelivery implements PulledMessage {
    private final Message message;
    private final NatsJetStreamMetaData metaData;
    private final Puller puller;
    private final AtomicBoolean settled = new AtomicBoolean();
    private final Map<String, String> deadLetterHeaders = new ConcurrentHashMap<>();

    PulledDelivery(Message message, Puller puller) {
        this.message = message;
        this.metaData = message.metaData();
        this.puller = puller;
    }

    /** May block on the server; the first call counts. */
    void settle(Verdict verdict) {
        if (settled.compareAndSet(false, true)) {
            puller.settle(this, verdict);
        }
    }

    boolean isSettled() {
        return settled.get();
    }

    /** The ack wait ran out: the server will deliver the message anew, and a verdict would come too late. */
    void expire() {
        if (settled.compareAndSet(false, true)) {
            puller.release();
        }
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
        return (int) Math.min(Integer.MAX_VALUE, metaData.deliveredCount());
    }

    @Override
    public Instant storedAt() {
        return metaData.timestamp().toInstant();
    }

    @Override
    public void inProgress() {
        if (!settled.get()) {
            try {
                message.inProgress();
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
