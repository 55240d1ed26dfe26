package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import dev.eventbus.Verdict;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out verdicts. A dead letter is stored and confirmed before the message is given up; what cannot be told to
 * the server now is delivered again later.
 */
final class Settlement {
    private static final Logger LOG = LoggerFactory.getLogger(PullLoop.class);
    private static final Duration SERVER_PATIENCE = Duration.ofSeconds(5);
    static final Duration DEAD_LETTER_RETRY = Duration.ofSeconds(10);
    private static final byte[] TERM = "+TERM".getBytes(StandardCharsets.US_ASCII);

    private final NatsConnection connection;
    private final PullSpec spec;
    private final DeadLetters deadLetters;
    private final InstantSource clock;
    private final Map<Long, Instant> firstFailures;

    Settlement(NatsConnection connection, PullSpec spec, InstantSource clock) {
        this.connection = connection;
        this.spec = spec;
        this.deadLetters = new DeadLetters(connection);
        this.clock = clock;
        this.firstFailures = java.util.Collections.synchronizedMap(new Recent(spec.maxAckPending()));
    }

    /** Whether the message was delivered as often as allowed before, each time without a verdict. */
    boolean isExhausted(PulledDelivery delivery) {
        return delivery.deliveries() > spec.maxDeliver();
    }

    /** Returns whether the message is done with, even where the server could not be told so yet. */
    boolean carryOut(PulledDelivery delivery, Verdict verdict) {
        if (!isHandedBack(verdict)) {
            connection.awaitConnected(SERVER_PATIENCE);
        }
        try {
            return switch (verdict) {
                case Verdict.Ack ack -> acknowledge(delivery);
                case Verdict.Retry retry -> retry(delivery, retry);
                case Verdict.DeadLetter dead -> bury(delivery, dead);
            };
        } catch (IllegalStateException e) {
            LOG.warn(
                    "Could not settle a message because the connection was lost; it will come again"
                            + " durable={} sequence={} deliveries={}",
                    spec.durable(),
                    delivery.sequence(),
                    delivery.deliveries());
            return verdict instanceof Verdict.Ack;
        }
    }

    /** Comes again by itself: waiting for the server with each would hold up a close for minutes. */
    private static boolean isHandedBack(Verdict verdict) {
        return verdict instanceof Verdict.Retry retry && retry.delay().isZero();
    }

    private boolean acknowledge(PulledDelivery delivery) {
        firstFailures.remove(delivery.sequence());
        delivery.acknowledge();
        return true;
    }

    private boolean retry(PulledDelivery delivery, Verdict.Retry retry) {
        if (delivery.deliveries() >= spec.maxDeliver()) {
            String reason = "Failed " + delivery.deliveries() + " times";
            return bury(delivery, new Verdict.DeadLetter(Verdict.DeadLetter.EXHAUSTED, reason, retry.cause()));
        }
        firstFailures.putIfAbsent(delivery.sequence(), clock.instant());
        nak(delivery, retry.delay());
        return false;
    }

    /** A nak without delay comes back within milliseconds and would burn all deliveries at once. */
    private static void nak(PulledDelivery delivery, Duration delay) {
        Duration least = Duration.ofMillis(1);
        delivery.message().nakWithDelay(delay.compareTo(least) < 0 ? least : delay);
    }

    private boolean bury(PulledDelivery delivery, Verdict.DeadLetter verdict) {
        if (!store(delivery, verdict)) {
            nak(delivery, DEAD_LETTER_RETRY);
            return false;
        }
        endBuried(delivery);
        return true;
    }

    /** Writes the dead letter, and nothing else; returns whether it is stored. */
    boolean store(PulledDelivery delivery, Verdict.DeadLetter verdict) {
        try {
            deadLetters.write(letter(delivery, verdict));
            return true;
        } catch (EventBusException e) {
            LOG.error(
                    "Could not store a dead letter; the message is kept and it is tried again durable={} sequence={}"
                            + " retryIn={} error={}",
                    spec.durable(),
                    delivery.sequence(),
                    DEAD_LETTER_RETRY,
                    e.getMessage());
            return false;
        }
    }

    /** Gives up a message whose dead letter is stored. */
    void endBuried(PulledDelivery delivery) {
        terminate(delivery.message());
        firstFailures.remove(delivery.sequence());
    }

    /** Unconfirmed, the message comes again and its dead letter is written again, under the same id. */
    private void terminate(Message message) {
        try {
            Connection current = connection.current();
            if (current == null || current.request(message.getReplyTo(), TERM, SERVER_PATIENCE) == null) {
                LOG.debug("A term was not confirmed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private DeadLetters.DeadLetter letter(PulledDelivery delivery, Verdict.DeadLetter verdict) {
        return new DeadLetters.DeadLetter(
                spec.subscription(),
                DeadLetters.letterId(delivery.stream(), spec.durable(), delivery.sequence(), delivery.storedAt()),
                delivery.subject(),
                delivery.data(),
                headers(delivery, verdict));
    }

    private Map<String, String> headers(PulledDelivery delivery, Verdict.DeadLetter verdict) {
        Instant now = clock.instant();
        Instant first = delivery.deliveries() == 1 ? now : delivery.storedAt();
        Map<String, String> headers = new HashMap<>();
        headers.put(DeadLetters.SUBSCRIPTION, spec.subscription());
        headers.put(DeadLetters.REASON, verdict.reason());
        headers.put(DeadLetters.CLASS, verdict.kind());
        if (verdict.cause() != null) {
            headers.put(DeadLetters.CAUSE, String.valueOf(verdict.describedCause()));
        }
        headers.put(DeadLetters.ATTEMPTS, Integer.toString(Math.min(delivery.deliveries(), spec.maxDeliver())));
        headers.put(
                DeadLetters.FIRST_AT,
                firstFailures.getOrDefault(delivery.sequence(), first).toString());
        headers.put(DeadLetters.LAST_AT, now.toString());
        headers.put(DeadLetters.SEQUENCE, Long.toString(delivery.sequence()));
        headers.put(DeadLetters.MESSAGE_ID, DeadLetters.messageId(delivery.header("Nats-Msg-Id"), delivery.sequence()));
        headers.put(DeadLetters.STORED_AT, delivery.storedAt().toString());
        String traceparent = delivery.header("traceparent");
        if (traceparent != null) {
            headers.put(DeadLetters.TRACEPARENT, traceparent);
        }
        headers.put(DeadLetters.ORIGINAL_STREAM, delivery.stream());
        headers.put(DeadLetters.ORIGINAL_SUBJECT, delivery.subject());
        headers.putAll(delivery.deadLetterHeaders());
        return headers;
    }

    /** Remembers as many first failures as can be parked; what is older falls out. */
    private static final class Recent extends LinkedHashMap<Long, Instant> {
        private static final long serialVersionUID = 1L;
        private final int most;

        Recent(int most) {
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Instant> eldest) {
            return size() > most;
        }
    }
}
