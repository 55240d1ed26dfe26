package dev.eventbus.extensions;

import dev.eventbus.Event;
import dev.eventbus.Payload;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event as extensions see it, in this process and over HTTP alike.
 *
 * @param eventId the same on every delivery of the event: the key to deduplicate by
 * @param eventKey the key as the publisher wrote it, {@code crm.deal.closed}
 * @param workspaceId the workspace it belongs to
 * @param actor who caused it, if known
 * @param schemaVersion version of the payload's schema, if it has one
 * @param occurredAt when it happened, to the millisecond
 * @param payload the data, bytes kept as published
 */
public record EventEnvelope(
        String eventId,
        String eventKey,
        String workspaceId,
        @Nullable String actor,
        @Nullable String schemaVersion,
        Instant occurredAt,
        Payload payload) {

    /** An event published without a key gets {@code source.resource.event}. */
    public static EventEnvelope of(Event event) {
        return new EventEnvelope(
                event.id(),
                Objects.requireNonNullElseGet(event.metadata().eventKey(), () -> keyOf(event)),
                event.organizationId(),
                event.metadata().actor(),
                event.metadata().schemaVersion(),
                event.timestamp(),
                event.payload());
    }

    private static String keyOf(Event event) {
        return event.source() + '.' + event.resource().replace(':', '.') + '.' + event.eventName();
    }
}
