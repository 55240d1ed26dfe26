package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.nats.client.support.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer of a stream for one reader, as long as all goes well with it. It lives in one server's memory and
 * acknowledges nothing, so whatever goes wrong costs no more than making another. Used by one thread, but for
 * {@link #abandon()}.
 *
 * <p>One pull at a time is under way, of a bounded number of messages and bytes; the next is sent when all of it was
 * taken. The client library's own ordered consumer is not used: it goes on to receive while its handler is busy.
 */
final class ReadConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NatsTransport.class);
    private static final int BATCH = 500;
    /** A batch of one stalls some servers' and clients' pulls. */
    private static final int SMALLEST_BATCH = 2;

    private static final long PULL_BYTES = 8 << 20;
    private static final Duration PULL = Duration.ofSeconds(30);
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(6);
    private static final Duration INACTIVE = Duration.ofMinutes(5);

    private final Connection connection;
    private final JetStreamApi api;
    private final String stream;
    private final String name;
    private final long pendingAtStart;
    private final String inbox;
    private final Subscription subscription;
    private long pulls;
    private int expected;
    private boolean byBytes = true;
    private long received;

    private ReadConsumer(Connection connection, JetStreamApi api, ConsumerInfo info) {
        this.connection = connection;
        this.api = api;
        this.stream = info.getStreamName();
        this.name = info.getName();
        this.pendingAtStart = info.getNumPending();
        this.inbox = connection.createInbox();
        this.subscription = connection.subscribe(inbox + ".*");
        subscription.setPendingLimits(
                -1, -1); // the pulls are the limit; dropping would be noticed, but cost a consumer
    }

    /** @param what filters and start */
    static ReadConsumer create(
            Connection connection, JetStreamApi api, String stream, ConsumerConfiguration.Builder what) {
        ConsumerConfiguration wanted = what.ackPolicy(AckPolicy.None)
                .memStorage(true)
                .numReplicas(1)
                .inactiveThreshold(INACTIVE)
                .build();
        return new ReadConsumer(
                connection, api, api.call(management -> management.addOrUpdateConsumer(stream, wanted)));
    }

    /** How many messages there were for it when it was made. */
    long pendingAtStart() {
        return pendingAtStart;
    }

    /** Waits for the next message, at most until the server has said that there is none. */
    ReadStep next() throws InterruptedException {
        try {
            if (expected == 0) {
                pull();
            }
            Message message = subscription.nextMessage(SILENCE);
            if (message == null) {
                return new ReadStep.Broken("the server was silent for " + SILENCE);
            }
            return message.isStatusMessage() ? told(message) : got(message);
        } catch (IllegalStateException e) {
            return new ReadStep.Broken("the connection was lost: " + e.getMessage());
        }
    }

    private void pull() {
        pulls++;
        expected = byBytes ? BATCH : SMALLEST_BATCH;
        String request = "{\"batch\":" + expected + ",\"expires\":" + PULL.toNanos() + ",\"idle_heartbeat\":"
                + HEARTBEAT.toNanos() + (byBytes ? ",\"max_bytes\":" + maxBytes() : "") + "}";
        connection.publish(
                "$JS.API.CONSUMER.MSG.NEXT." + stream + "." + name,
                inbox + "." + pulls,
                request.getBytes(StandardCharsets.UTF_8));
        byBytes = true;
    }

    private long maxBytes() {
        return Math.max(PULL_BYTES, 2 * connection.getMaxPayload());
    }

    private ReadStep got(Message message) {
        if (!message.isJetStream()) {
            return new ReadStep.Quiet(); // somebody else wrote to the inbox
        }
        NatsJetStreamMetaData place = message.metaData();
        if (place.consumerSequence() != received + 1) {
            return new ReadStep.Broken(
                    "messages were lost: delivery " + (received + 1) + " was due, came " + place.consumerSequence());
        }
        received++;
        expected--;
        return new ReadStep.Got(message, place);
    }

    private ReadStep told(Message message) {
        Status status = message.getStatus();
        if (status.isHeartbeat() || !message.getSubject().equals(inbox + "." + pulls)) {
            return new ReadStep.Quiet(); // well, or about an earlier pull
        }
        int code = status.getCode();
        boolean tooLarge = Status.MESSAGE_SIZE_EXCEEDS_MAX_BYTES.equalsIgnoreCase(status.getMessage());
        if (code != Status.NOT_FOUND_CODE
                && code != Status.REQUEST_TIMEOUT_CODE
                && !tooLarge
                && !Status.BATCH_COMPLETED.equalsIgnoreCase(status.getMessage())) {
            return new ReadStep.Broken("a pull ended with " + status.getMessageWithCode());
        }
        if (isShort(message)) {
            return new ReadStep.Broken("messages were lost: the server has sent more than came");
        }
        byBytes = !(tooLarge && expected == BATCH); // one message that is larger than a whole pull
        expected = 0;
        return new ReadStep.Quiet();
    }

    /** The server says how much of a pull it left open. Without this the last messages could be missing unnoticed. */
    private boolean isShort(Message message) {
        Headers headers = message.getHeaders();
        String open = headers == null ? null : headers.getFirst("Nats-Pending-Messages");
        return open != null && Integer.parseInt(open) < expected;
    }

    /** Whether all there is for it was received; asks the server. */
    boolean isThrough() {
        @Nullable
        ConsumerInfo info =
                api.find(management -> management.getConsumerInfo(stream, name)).orElse(null);
        return info != null && info.getNumPending() == 0 && info.getDelivered().getConsumerSequence() == received;
    }

    /** Has {@link #next} return at once, from any thread. */
    void abandon() {
        try {
            subscription.unsubscribe();
        } catch (IllegalStateException e) {
            // The connection is gone, and with it the subscription.
        }
    }

    /** Has the server forget the consumer, which it would do by itself in the end. */
    @Override
    public void close() {
        abandon();
        try {
            api.find(management -> management.deleteConsumer(stream, name));
        } catch (EventBusException e) {
            LOG.debug("Left a consumer behind; the server will forget it in {}", INACTIVE, e);
        }
    }
}
