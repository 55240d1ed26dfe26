package dev.eventbus.notifications;

import dev.eventbus.Event;
import dev.eventbus.EventKey;
import dev.eventbus.EventMetadata;
import dev.eventbus.Payload;
import dev.eventbus.notifications.event.EventData;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events for tests. */
public final class Events {
    private Events() {}

    public static Event event(String key, String json, @Nullable String actor) {
        return event("evt-1", key, json, actor);
    }

    public static Event event(String id, String key, String json, @Nullable String actor) {
        EventKey parsed = EventKey.parse(key);
        return new Event(
                id,
                "demo",
                parsed.sourceOr("chat"),
                parsed.resource(),
                "res-1",
                parsed.event(),
                Instant.parse("2026-11-21T08:09:50.123Z"),
                Payload.ofJson(json.getBytes(StandardCharsets.UTF_8)),
                new EventMetadata(Map.of(), List.of(), actor, null, key));
    }

    public static EventData data(String json) {
        return EventData.of(event("conversation.message_posted", json, "actor-1"));
    }
}
