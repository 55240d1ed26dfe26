package dev.eventbus.nats;

import dev.eventbus.Event;
import dev.eventbus.Position;
import dev.eventbus.Published;
import dev.eventbus.json.EventCodec;
import dev.eventbus.nats.PublishFailedException.Reason;
import dev.eventbus.topic.Topic;
import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Puts an event on the wire. The envelope is in the body: each header costs as much as the rest of a publish. */
final class PublishEvent {
    private final NatsConnection connection;
    private final Publisher publisher;

    PublishEvent(NatsConnection connection, NatsSettings settings) {
        this.connection = connection;
        this.publisher = new Publisher(connection, settings.publishWindow(), settings.publishDeadline());
    }

    CompletionStage<Published> persistent(Event event, Topic topic) {
        NatsMessage message = NatsMessage.builder()
                .subject(Subjects.stored(topic))
                .headers(TraceHeader.write(event, new Headers().put("Nats-Msg-Id", event.id())))
                .data(EventCodec.encode(event))
                .build();
        return publisher
                .publish(message)
                .thenApply(stored -> new Published(
                        event.id(), topic.toString(), new Position(stored.sequence()), stored.duplicate()));
    }

    CompletionStage<Published> ephemeral(Event event, Topic topic) {
        String subject = Subjects.live(topic);
        Connection current = connection.current();
        if (current == null) {
            return failed(Reason.NOT_CONNECTED, subject, "not connected to NATS", null);
        }
        try {
            if (TraceHeader.isWanted(event)) {
                current.publish(subject, TraceHeader.write(event, new Headers()), EventCodec.encode(event));
            } else {
                current.publish(subject, EventCodec.encode(event));
            }
            return CompletableFuture.completedFuture(new Published(event.id(), topic.toString(), Position.NONE, false));
        } catch (IllegalArgumentException e) {
            return failed(Reason.REJECTED, subject, String.valueOf(e.getMessage()), e);
        } catch (IllegalStateException e) {
            return failed(Reason.NOT_CONNECTED, subject, String.valueOf(e.getMessage()), e);
        }
    }

    private static CompletionStage<Published> failed(
            Reason reason, String subject, String detail, @org.jspecify.annotations.Nullable Throwable cause) {
        return CompletableFuture.failedFuture(new PublishFailedException(
                reason,
                "Could not publish: " + detail + "; nobody got it (subject=" + subject + ", reason=" + reason + ")",
                cause));
    }
}
