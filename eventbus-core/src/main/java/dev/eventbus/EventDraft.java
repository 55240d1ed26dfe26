package dev.eventbus;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher says about an event; the bus adds the rest. Immutable: each method returns a changed copy.
 *
 * @param resourceId the thing it happened to; {@link Event#NO_RESOURCE_ID} if none
 * @param payload the data
 * @param filters filter pairs, by key
 * @param tags free labels
 * @param schemaVersion version of the payload's schema, or null
 * @param id the event's id, or null to have the bus make one; publishing twice with one id stores one event
 * @param timestamp when it happened, or null for now
 */
public record EventDraft(
        String resourceId,
        Payload payload,
        Map<String, List<String>> filters,
        List<String> tags,
        @Nullable String schemaVersion,
        @Nullable String id,
        @Nullable Instant timestamp) {

    /** A payload is a {@link Payload}, or anything Jackson can serialise. */
    public static EventDraft of(String resourceId, Object payload) {
        return new EventDraft(resourceId, Payload.of(payload), Map.of(), List.of(), null, null, null);
    }

    /** For events that are about no particular resource. */
    public static EventDraft of(Object payload) {
        return of(Event.NO_RESOURCE_ID, payload);
    }

    /** Adds a filter pair; the same key may be added with several values. */
    public EventDraft filter(String key, String value) {
        Map<String, List<String>> more = new TreeMap<>(filters);
        List<String> values = new ArrayList<>(more.getOrDefault(key, List.of()));
        values.add(value);
        more.put(key, values);
        return withFilters(more);
    }

    public EventDraft withFilters(Map<String, List<String>> filters) {
        return new EventDraft(resourceId, payload, filters, tags, schemaVersion, id, timestamp);
    }

    public EventDraft withTags(List<String> tags) {
        return new EventDraft(resourceId, payload, filters, tags, schemaVersion, id, timestamp);
    }

    public EventDraft withSchemaVersion(@Nullable String schemaVersion) {
        return new EventDraft(resourceId, payload, filters, tags, schemaVersion, id, timestamp);
    }

    public EventDraft withId(String id) {
        return new EventDraft(resourceId, payload, filters, tags, schemaVersion, id, timestamp);
    }

    public EventDraft at(Instant timestamp) {
        return new EventDraft(resourceId, payload, filters, tags, schemaVersion, id, timestamp);
    }

    /**
     * The event this draft becomes, for those who keep it before it is published.
     *
     * @param eventKey as of {@link EventBus#publish(EventContext, String, EventDraft, Durability)}
     * @param ids asked if the draft has no id
     * @param clock asked if it has no timestamp
     * @throws IllegalArgumentException naming what is wrong with the key or the draft
     */
    public Event toEvent(EventContext context, String eventKey, Supplier<String> ids, InstantSource clock) {
        EventKey key = EventKey.parse(eventKey);
        EventMetadata metadata =
                new EventMetadata(filters, tags, context.actor(), schemaVersion, eventKey, context.traceparent());
        return new Event(
                id == null ? ids.get() : id,
                context.organizationId(),
                key.sourceOr(context.source()),
                key.resource(),
                resourceId,
                key.event(),
                timestamp == null ? clock.instant() : timestamp,
                payload,
                metadata);
    }
}
