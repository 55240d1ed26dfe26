package dev.eventbus.extensions;

import dev.eventbus.Event;
import dev.eventbus.EventKey;
import dev.eventbus.EventMetadata;
import dev.eventbus.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Events for tests. */
final class Events {
    static final Instant THEN = Instant.parse("2026-11-21T08:09:50.123Z");

    private Events() {}

    static Event event(String eventKey, String json) {
        EventKey key = EventKey.parse(eventKey);
        EventMetadata metadata = new EventMetadata(Map.of(), List.of(), "user-1", "1.0", eventKey);
        return new Event(
                "e1",
                "demo",
                key.sourceOr("extensions"),
                key.resource(),
                "_",
                key.event(),
                THEN,
                payload(json),
                metadata);
    }

    static Event dealClosed() {
        return event("crm.deal.closed", "{\"dealId\":\"deal-123\",\"amount\":\"5000.00\",\"currency\":\"USD\"}");
    }

    static Payload payload(String json) {
        return Payload.ofJson(json.getBytes(StandardCharsets.UTF_8));
    }
}
