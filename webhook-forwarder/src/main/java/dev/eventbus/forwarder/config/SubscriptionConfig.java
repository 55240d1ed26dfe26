package dev.eventbus.forwarder.config;

import dev.eventbus.topic.Segments;
import dev.eventbus.transport.StartAt;
import dev.eventbus.webhook.BreakerSettings;
import dev.eventbus.webhook.Endpoint;
import dev.eventbus.webhook.EnvelopeFormat;
import dev.eventbus.webhook.RateLimit;
import dev.eventbus.webhook.Signer;
import dev.eventbus.webhook.StatusRules;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One subscription: messages of a stream, and the webhook that gets them. Equal to another that asks for the same.
 *
 * @param name what metrics, logs and dead letters call it
 * @param enabled whether it is forwarded at all
 * @param message how a message becomes a request
 * @param rules what an answer means
 * @param retry attempts and the delays between them
 */
public record SubscriptionConfig(
        String name,
        boolean enabled,
        Source source,
        Endpoint endpoint,
        Message message,
        StatusRules rules,
        RetryConfig retry,
        Pace pace) {
    /** What the ack wait must leave beside the timeout: settling, and the clocks of two machines. */
    static final Duration MARGIN = Duration.ofSeconds(5);

    public SubscriptionConfig {
        Segments.require("name", name);
        Duration least = endpoint.timeout().plus(MARGIN);
        if (pace.ackWait().compareTo(least) < 0) {
            throw new IllegalArgumentException("ack_wait must be at least timeout + 5s = " + DurationText.write(least)
                    + ", was " + DurationText.write(pace.ackWait())
                    + "; a longer attempt would be delivered twice. Raise ack_wait or lower timeout");
        }
    }

    /**
     * Where the messages come from.
     *
     * @param stream null to use the one that holds the subject
     * @param subject with wildcards; {@code >} is everything in the stream
     * @param consumer the durable consumer's name
     * @param start where a new consumer begins
     * @param ordering which of them wait for one another
     */
    public record Source(@Nullable String stream, String subject, String consumer, StartAt start, Ordering ordering) {}

    /** Which messages are delivered one after the other, in the order they were stored. */
    public enum Ordering {
        /** None: each as soon as there is a place for it. */
        NONE,
        /** Those of one subject: the next once the one before it is acknowledged or dead-lettered. */
        SUBJECT
    }

    /**
     * How a message becomes a request.
     *
     * @param signer signs it as Standard Webhooks says; null sends it unsigned
     */
    public record Message(EnvelopeFormat envelope, @Nullable Signer signer) {}

    /**
     * How much at a time, and for how long.
     *
     * @param maxConcurrency requests in flight; at least 1
     * @param ackWait after which the server delivers an unsettled message again
     * @param rateLimit attempts in a time; null for no limit
     * @param breaker when to stop pulling for an endpoint that fails; null for never
     */
    public record Pace(
            int maxConcurrency,
            Duration ackWait,
            @Nullable RateLimit rateLimit,
            @Nullable BreakerSettings breaker) {}
}
