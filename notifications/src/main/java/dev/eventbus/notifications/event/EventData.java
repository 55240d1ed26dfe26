package dev.eventbus.notifications.event;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventbus.Event;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One event with its payload parsed once; immutable by agreement. */
public final class EventData {
    private static final ObjectMapper PLAIN = new ObjectMapper();

    private final Event event;
    private final JsonNode payload;
    private volatile @Nullable Map<String, Object> plain;

    private EventData(Event event, JsonNode payload) {
        this.event = event;
        this.payload = payload;
    }

    /** Throws {@link IllegalArgumentException} if the payload is not JSON. */
    public static EventData of(Event event) {
        return new EventData(event, event.payload().as(JsonNode.class));
    }

    public Event event() {
        return event;
    }

    /** The payload's value at a JSON pointer; a missing node where there is none. */
    public JsonNode at(JsonPointer pointer) {
        return payload.at(pointer);
    }

    public JsonNode payload(String field) {
        return payload.path(field);
    }

    /** Who caused the event: the payload's {@code senderId}, else the event's actor. */
    public @Nullable String sender() {
        JsonNode senderId = payload.path("senderId");
        return senderId.isTextual() ? senderId.textValue() : event.metadata().actor();
    }

    /** The event key as the publisher wrote it, else {@code source.resource.event}. */
    public String key() {
        String written = event.metadata().eventKey();
        return written != null
                ? written
                : event.source() + '.' + event.resource().replace(':', '.') + '.' + event.eventName();
    }

    /** What conditions and templates see: {@code event} and {@code payload} as plain data. */
    public Map<String, Object> plain() {
        Map<String, Object> known = plain;
        if (known == null) {
            known = new HashMap<>();
            known.put("event", plainEvent());
            known.put("payload", PLAIN.convertValue(payload, Object.class));
            plain = known; // two threads at once would make the same
        }
        return known;
    }

    private Map<String, Object> plainEvent() {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("id", event.id());
        plain.put("key", key());
        plain.put("workspaceId", event.organizationId());
        plain.put("source", event.source());
        plain.put("resource", event.resource());
        plain.put("resourceId", event.resourceId());
        plain.put("name", event.eventName());
        plain.put("timestamp", event.timestamp().toString());
        plain.put("count", 1);
        String actor = event.metadata().actor();
        if (actor != null) {
            plain.put("actor", actor);
        }
        return plain;
    }
}
