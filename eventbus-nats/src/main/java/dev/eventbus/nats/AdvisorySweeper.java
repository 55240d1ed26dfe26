package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import dev.eventbus.Verdict;
import io.nats.client.Connection;
import io.nats.client.api.MessageInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dead-letters what the server gives up for one durable. With consumers as {@link PullLoop} makes them it never does;
 * but a durable may come from a program that had a {@code max_deliver}, or somebody may have set one since. The dead
 * letter has the id that the pull loop would have given it, so that one of the two is kept. The advisory is acknowledged
 * after the letter is stored.
 */
public final class AdvisorySweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdvisorySweeper.class);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final int LONGEST_NAME = 200;

    private final NatsConnection connection;
    private final PullSpec spec;
    private final DeadLetters deadLetters;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread starter;

    // Set by the starter, which close() waits for.
    private @Nullable PullLoop loop;
    private String lastFailure = "";

    private AdvisorySweeper(NatsConnection connection, PullSpec spec) {
        this.connection = connection;
        this.spec = spec;
        this.deadLetters = new DeadLetters(connection);
        this.starter = Thread.ofVirtual().name("sweep-" + spec.durable()).unstarted(this::begin);
    }

    /** Returns at once; begins with the oldest advisory, as soon as the durable's stream is there. */
    public static AdvisorySweeper start(NatsConnection connection, PullSpec spec) {
        AdvisorySweeper sweeper = new AdvisorySweeper(connection, spec);
        sweeper.starter.start();
        return sweeper;
    }

    private void begin() {
        try {
            do {
                if (connection.awaitConnected(RETRY) && tryToBegin()) {
                    return;
                }
            } while (!closed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tryToBegin() {
        try {
            Connection current = connection.require("Could not look for what the server gives up");
            String stream = Consumers.streamOf(current, spec);
            String subject = AdvisoryStream.PREFIX + stream + "." + spec.durable();
            String advisories = AdvisoryStream.ensure(
                    current, subject, connection.settings().replicas());
            PullSpec sweep = PullSpec.of(name(stream), subject)
                    .withStream(advisories)
                    .withSubscription(spec.subscription())
                    .withConcurrency(1)
                    .withMaxDeliver(Integer.MAX_VALUE);
            loop = PullLoop.start(connection, sweep, this::sweep);
            return true;
        } catch (EventBusException e) {
            String failure = String.valueOf(e.getMessage());
            if (!failure.equals(lastFailure)) {
                lastFailure = failure;
                LOG.warn(
                        "Cannot learn yet what the server gives up; trying until it works durable={} error={}",
                        spec.durable(),
                        failure);
            }
            return false;
        }
    }

    private String name(String stream) {
        String name = "sweep-" + stream + "-" + spec.durable();
        return name.length() <= LONGEST_NAME
                ? name
                : name.substring(0, LONGEST_NAME) + "-" + Integer.toHexString(name.hashCode());
    }

    private Verdict sweep(PulledMessage message) {
        MaxDeliveriesAdvisory advisory = MaxDeliveriesAdvisory.read(message.data());
        if (advisory == null || !advisory.consumer().equals(spec.durable())) {
            LOG.warn(
                    "Passed over what is no advisory of ours subject={} sequence={}",
                    message.subject(),
                    message.sequence());
            return Verdict.ack();
        }
        try {
            bury(advisory);
            return Verdict.ack();
        } catch (EventBusException e) {
            LOG.warn(
                    "Could not dead-letter what the server gave up; trying again durable={} sequence={} retryIn={} error={}",
                    spec.durable(),
                    advisory.sequence(),
                    RETRY,
                    e.getMessage());
            return Verdict.retry(RETRY);
        }
    }

    private void bury(MaxDeliveriesAdvisory advisory) {
        String couldNot = "Could not fetch what the server gave up";
        Optional<MessageInfo> found = JetStreamApi.of(connection.require(couldNot), couldNot)
                .find(management -> management.getMessage(advisory.stream(), advisory.sequence()))
                // the stream may have been made anew since, and count from 1 again
                .filter(message -> !message.getTime().toInstant().isAfter(advisory.at()));
        if (found.isPresent()) {
            deadLetters.writeForStored(letter(advisory, found.get()));
        } else {
            LOG.error(
                    "The server gave a message up that is no longer in its stream, and that has no dead letter unless"
                            + " there was one before durable={} stream={} sequence={} deliveries={}",
                    spec.durable(),
                    advisory.stream(),
                    advisory.sequence(),
                    advisory.deliveries());
        }
    }

    private DeadLetters.DeadLetter letter(MaxDeliveriesAdvisory advisory, MessageInfo message) {
        Instant storedAt = message.getTime().toInstant();
        byte[] data = message.getData();
        return new DeadLetters.DeadLetter(
                spec.subscription(),
                DeadLetters.letterId(advisory.stream(), spec.durable(), advisory.sequence(), storedAt),
                message.getSubject(),
                data == null ? new byte[0] : data,
                headers(advisory, message, storedAt));
    }

    private Map<String, String> headers(MaxDeliveriesAdvisory advisory, MessageInfo message, Instant storedAt) {
        Map<String, String> headers = new HashMap<>();
        headers.put(DeadLetters.SUBSCRIPTION, spec.subscription());
        headers.put(DeadLetters.CLASS, Verdict.DeadLetter.EXHAUSTED);
        headers.put(
                DeadLetters.REASON,
                "The server gave it up after " + advisory.deliveries()
                        + " deliveries, because the consumer had that max_deliver");
        headers.put(DeadLetters.ATTEMPTS, Integer.toString(advisory.deliveries()));
        headers.put(DeadLetters.FIRST_AT, storedAt.toString());
        headers.put(DeadLetters.LAST_AT, advisory.at().toString());
        headers.put(DeadLetters.SEQUENCE, Long.toString(advisory.sequence()));
        headers.put(DeadLetters.MESSAGE_ID, DeadLetters.messageId(header(message, "Nats-Msg-Id"), advisory.sequence()));
        headers.put(DeadLetters.ORIGINAL_STREAM, advisory.stream());
        headers.put(DeadLetters.ORIGINAL_SUBJECT, message.getSubject());
        headers.put(DeadLetters.STORED_AT, storedAt.toString());
        String traceparent = header(message, "traceparent");
        if (traceparent != null) {
            headers.put(DeadLetters.TRACEPARENT, traceparent);
        }
        return headers;
    }

    private static @Nullable String header(MessageInfo message, String name) {
        return message.getHeaders() == null ? null : message.getHeaders().getFirst(name);
    }

    /** Sweeps no further; what was not swept is when it is started again. */
    @Override
    public void close() {
        closed.countDown();
        starter.interrupt();
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        PullLoop started = loop;
        if (started != null) {
            started.close();
        }
    }
}
