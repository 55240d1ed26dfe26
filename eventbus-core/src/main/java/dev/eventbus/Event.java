package dev.eventbus;

import dev.eventbus.topic.Segments;
import dev.eventbus.topic.Topic;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Something that happened, as it travels and as it is stored.
 *
 * @param id made by the publisher (a ULID unless it brought its own); the deduplication key everywhere
 * @param organizationId the workspace it belongs to
 * @param source the service that produced it
 * @param resource the kind of thing it happened to; parts joined by {@code :}
 * @param resourceId the thing it happened to; {@value #NO_RESOURCE_ID} if none was named
 * @param eventName what happened
 * @param timestamp when, to the millisecond
 * @param payload the data, bytes kept as received
 * @param metadata filters, tags and the like
 */
public record Event(
        String id,
        String organizationId,
        String source,
        String resource,
        String resourceId,
        String eventName,
        Instant timestamp,
        Payload payload,
        EventMetadata metadata) {
    /** Stands in the topic for "no particular resource". */
    public static final String NO_RESOURCE_ID = "_";

    public Event {
        Segments.require("id", id);
        Segments.require("organizationId", organizationId);
        Segments.require("source", source);
        Segments.requireResource("resource", resource);
        Segments.require("resourceId", resourceId);
        Segments.require("eventName", eventName);
        timestamp = timestamp.truncatedTo(ChronoUnit.MILLIS);
    }

    public Event withMetadata(EventMetadata metadata) {
        return new Event(id, organizationId, source, resource, resourceId, eventName, timestamp, payload, metadata);
    }

    /** Builds the topic anew at each call; keep it where it is needed more than once. */
    public Topic topic() {
        return Topic.of(List.of(organizationId, source, resource, eventName, resourceId), metadata.filterPairs());
    }
}
