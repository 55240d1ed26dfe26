package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead-letter stream: subject {@code dlq.{subscription}.{original subject}}, the original's bytes as data, and the
 * headers named here. For a subscription without a durable name, {@code live}, {@code local} or its group stands for
 * it. A durable's dead letter has the message id {@code dlq:{stream}:{durable}:{sequence}:{storedAt}}, another
 * {@code dlq:{subscription}:{eventId}:{lastAt}}, so that writing it twice keeps one.
 */
public final class DeadLetters {
    public static final String STREAM = "DLQ";
    public static final String SUBJECTS = "dlq.>";
    static final String PREFIX = "dlq.";

    /** One sentence on why the message was given up. */
    public static final String REASON = "Dlq-Reason";
    /** What kind of failure it was: one of {@code Verdict.DeadLetter}'s, or a handler's own. */
    public static final String CLASS = "Dlq-Class";

    /** What the handler threw last, as one line, cut. */
    public static final String CAUSE = "Dlq-Cause";
    /** The subscription's name, as the instance that gave up knew it. */
    public static final String SUBSCRIPTION = "Dlq-Subscription";
    /** The W3C trace id the event was published under. */
    public static final String TRACE_ID = "Dlq-Trace-Id";

    public static final String ATTEMPTS = "Dlq-Attempts";
    /** The last HTTP status, where there was one. */
    public static final String LAST_STATUS = "Dlq-Last-Status";

    public static final String FIRST_AT = "Dlq-First-At";
    public static final String LAST_AT = "Dlq-Last-At";
    public static final String SEQUENCE = "Dlq-Sequence";
    public static final String MESSAGE_ID = "Dlq-Message-Id";
    public static final String ORIGINAL_STREAM = "Dlq-Stream";
    public static final String ORIGINAL_SUBJECT = "Dlq-Subject";
    /** When the original was stored: a replay tells the endpoint the same time as the first attempts did. */
    public static final String STORED_AT = "Dlq-Stored-At";
    /** The producer's W3C trace context, where it gave one. */
    public static final String TRACEPARENT = "Dlq-Traceparent";
    /** {@code omitted} where the original was so large that it does not fit beside these headers. */
    public static final String BODY = "Dlq-Body";

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final Duration MAX_AGE = Duration.ofDays(30);
    private static final Duration DUPLICATE_WINDOW = Duration.ofHours(1);
    private static final int WINDOW = 100;

    private final NatsConnection connection;
    private final Publisher publisher;

    DeadLetters(NatsConnection connection) {
        this.connection = connection;
        this.publisher = new Publisher(connection, WINDOW, connection.settings().publishDeadline());
    }

    /**
     * Blocks until a stream takes dead letters: leaves one that does as it is, else creates {@value #STREAM}.
     *
     * @throws EventBusException saying what cannot be, or that the server cannot be reached
     */
    public static void ensure(NatsConnection connection) {
        String couldNot = "Could not look for the dead-letter stream";
        JetStreamApi api = JetStreamApi.of(connection.require(couldNot), couldNot);
        if (api.call(management -> management.getStreamNames(SUBJECTS)).isEmpty()) {
            StreamSpec spec = StreamSpec.of(STREAM, List.of(SUBJECTS))
                    .withMaxAge(MAX_AGE)
                    .withDuplicateWindow(DUPLICATE_WINDOW)
                    .withReplicas(connection.settings().replicas());
            Streams.ensure(connection, spec);
        }
    }

    /** The time tells apart the messages of streams that were made again, whose sequences begin anew. */
    static String letterId(String stream, String durable, long sequence, Instant storedAt) {
        return "dlq:" + stream + ":" + durable + ":" + sequence + ":" + storedAt.toEpochMilli();
    }

    /** What receivers know a stored message by. */
    static String messageId(@Nullable String given, long sequence) {
        return given == null ? "nats-msg-" + sequence : given;
    }

    /**
     * As {@link #write}, for a message that a stream holds: one that is itself a dead letter stays where it is. Else a
     * subscription to dead letters would feed on its own failures for ever.
     */
    void writeForStored(DeadLetter letter) {
        if (!letter.subject().startsWith(PREFIX)) {
            write(letter);
            return;
        }
        LOG.error(
                "Gave up a message that is a dead letter itself; it stays in its stream and gets no other one"
                        + " subscription={} subject={} sequence={} class={} reason={}",
                letter.subscription(),
                letter.subject(),
                letter.headers().get(SEQUENCE),
                letter.headers().get(CLASS),
                HeaderText.clean(letter.headers().getOrDefault(REASON, "")));
    }

    /** Blocks until the dead letter is stored; throws if it is not certain that it is. */
    void write(DeadLetter letter) {
        try {
            publisher
                    .publish(message(letter))
                    .get(connection.settings().publishDeadline().toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new EventBusException("Could not store a dead letter: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new EventBusException("Could not store a dead letter: no answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EventBusException("Could not store a dead letter: interrupted", e);
        }
        LOG.warn(
                "Dead-lettered a message; it can be replayed from stream {} subscription={} subject={} messageId={}"
                        + " class={} reason={}",
                STREAM,
                letter.subscription(),
                letter.subject(),
                letter.messageId(),
                letter.headers().get(CLASS),
                HeaderText.clean(letter.headers().getOrDefault(REASON, "")));
    }

    private NatsMessage message(DeadLetter letter) {
        Headers headers = new Headers();
        headers.put("Nats-Msg-Id", letter.messageId());
        letter.headers().forEach((name, value) -> headers.put(name, HeaderText.clean(value)));
        byte[] data = letter.data();
        Connection current = connection.current();
        if (current != null && headers.serializedLength() + data.length > current.getMaxPayload()) {
            headers.put(BODY, "omitted");
            data = new byte[0];
        }
        return NatsMessage.builder()
                .subject(PREFIX + letter.subscription() + "." + letter.subject())
                .headers(headers)
                .data(data)
                .build();
    }

    /** A message that was given up, and where it came from. */
    record DeadLetter(
            String subscription, String messageId, String subject, byte[] data, Map<String, String> headers) {}
}
