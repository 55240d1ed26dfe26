package dev.eventbus;

import dev.eventbus.topic.Segments;
import org.jspecify.annotations.Nullable;

/**
 * Who publishes: the organization an event belongs to, the service it comes from, and on whose behalf.
 *
 * @param organizationId topic segment; the workspace
 * @param source topic segment; used where the event key names no source of its own
 * @param actor id or name of the user or system that caused the event, if known
 * @param traceparent W3C trace context of what led to the event, if known
 */
public record EventContext(
        String organizationId,
        String source,
        @Nullable String actor,
        @Nullable String traceparent) {
    public EventContext {
        Segments.require("organizationId", organizationId);
        Segments.require("source", source);
    }

    public static EventContext of(String organizationId, String source) {
        return new EventContext(organizationId, source, null, null);
    }

    public EventContext withActor(@Nullable String actor) {
        return new EventContext(organizationId, source, actor, traceparent);
    }

    public EventContext withTraceparent(@Nullable String traceparent) {
        return new EventContext(organizationId, source, actor, traceparent);
    }
}
