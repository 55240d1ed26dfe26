package dev.eventbus.gateway.events;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.EventDraft;
import dev.eventbus.EventKey;
import dev.eventbus.EventMetadata;
import dev.eventbus.Payload;
import dev.eventbus.gateway.json.JsonMembers;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.topic.Segments;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event as a client asks to have it published; the same over REST and WebSocket.
 *
 * @param eventKey {@code [source.]resource.event}
 * @param actor who caused it; the signed-in user if not said
 * @param draft the rest, payload bytes as received
 */
public record PublishRequest(String eventKey, @Nullable String actor, EventDraft draft, Durability durability) {
    /** Throws a {@link ProblemException} (400) naming every field at fault. */
    public static PublishRequest parse(byte[] body) {
        return read(JsonMembers.read(body));
    }

    /** As {@link #parse}, from members of which the caller has taken what else it knows. */
    public static PublishRequest read(JsonMembers members) {
        String eventKey = members.requiredText("eventKey");
        if (!eventKey.isEmpty()) {
            members.attempt("eventKey", () -> EventKey.parse(eventKey));
        }
        String actor = members.text("actor", text -> Labels.require("actor", text));
        String schemaVersion = members.text("schemaVersion", text -> Labels.require("schemaVersion", text));
        String resourceId = members.text("resourceId", text -> Segments.require("resourceId", text));
        byte[] payload = members.rawObject("payload");
        Map<String, List<String>> filters = filters(members);
        List<String> tags = tags(members);
        Durability durability = members.text("durability", PublishRequest::durability);
        members.check();
        EventDraft draft = EventDraft.of(
                        Objects.requireNonNullElse(resourceId, Event.NO_RESOURCE_ID),
                        Payload.wrap(payload == null ? "{}".getBytes(StandardCharsets.UTF_8) : payload))
                .withFilters(filters)
                .withTags(tags)
                .withSchemaVersion(schemaVersion);
        return new PublishRequest(
                eventKey, actor, draft, Objects.requireNonNullElse(durability, Durability.PERSISTENT));
    }

    /** The same with an id that is known before. */
    PublishRequest withId(String id) {
        return new PublishRequest(eventKey, actor, draft.withId(id), durability);
    }

    private static Map<String, List<String>> filters(JsonMembers members) {
        Map<String, List<String>> filters = members.textsByName("filters");
        filters.forEach((key, values) -> members.attempt("filters." + key, () -> {
            Segments.require("filters key", key);
            values.forEach(value -> Segments.require("filters." + key, value));
            return values;
        }));
        int pairs = filters.values().stream().mapToInt(List::size).sum();
        if (pairs > EventMetadata.MAX_FILTER_PAIRS) {
            members.refuse(
                    "filters", "filters must be at most " + EventMetadata.MAX_FILTER_PAIRS + " pairs, were " + pairs);
        }
        return filters;
    }

    private static List<String> tags(JsonMembers members) {
        List<String> tags = members.texts("tags");
        members.attempt("tags", () -> {
            tags.forEach(tag -> Labels.require("tags", tag));
            return new EventMetadata(Map.of(), tags, null, null, null);
        });
        return tags;
    }

    private static Durability durability(String text) {
        return switch (text) {
            case "PERSISTENT" -> Durability.PERSISTENT;
            case "EPHEMERAL" -> Durability.EPHEMERAL;
            default ->
                throw new IllegalArgumentException(
                        "durability must be PERSISTENT or EPHEMERAL, was " + Segments.quoted(text));
        };
    }
}
