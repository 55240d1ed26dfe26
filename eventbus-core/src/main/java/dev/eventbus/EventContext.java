package dev.eventbus;

import dev.eventbus.topic.Segments;
import org.jspecify.annotations.Nullable;

/**
 * Who publishes: the organization an event belongs to, the service it comes from, and on whose behalf.
 *
 * @param organizationId topic segment; the workspace
 * @param source topic segment; used where the event key names no source of its own
 * @param actor id or name of the user or system that caused the event, if known
 */
public record EventContext(
        String organizationId, String source, @Nullable String actor) {
    public EventContext {
        Segments.require("organizationId", organizationId);
        Segments.require("source", source);
    }

    public static EventContext of(String organizationId, String source) {
        return new EventContext(organizationId, source, null);
    }

    public EventContext withActor(String actor) {
        return new EventContext(organizationId, source, actor);
    }
}
