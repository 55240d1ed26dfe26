package dev.eventbus.nats;

import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.util.concurrent.CompletionStage;

/**
 * Publishes bytes as they are to subjects that are no events of the bus, for consumers of their own. Safe for use by many
 * threads.
 */
public final class RawPublisher {
    private final Publisher publisher;

    public RawPublisher(NatsConnection connection, NatsSettings settings) {
        this.publisher = new Publisher(connection, settings.publishWindow(), settings.publishDeadline());
    }

    /**
     * Completes once a stream acknowledged, with whether it had the message id already; fails with a
     * {@link PublishFailedException}. Completes on the client's receiving thread: dependents must not block.
     *
     * @param subject without wildcards
     * @param messageId what the stream knows a repetition by, as long as its duplicate window is
     */
    public CompletionStage<Boolean> publish(String subject, String messageId, byte[] data) {
        if (subject.indexOf('*') >= 0 || subject.indexOf('>') >= 0) {
            throw new IllegalArgumentException("subject to publish to must not have wildcards, was " + subject);
        }
        NatsMessage message = NatsMessage.builder()
                .subject(Names.requireSubject("subject", subject))
                .headers(new Headers().put("Nats-Msg-Id", messageId))
                .data(data)
                .build();
        return publisher.publish(message).thenApply(Publisher.Stored::duplicate);
    }
}
