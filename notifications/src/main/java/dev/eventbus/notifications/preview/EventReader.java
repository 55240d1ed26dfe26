package dev.eventbus.notifications.preview;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.Event;
import dev.eventbus.EventKey;
import dev.eventbus.EventMetadata;
import dev.eventbus.Payload;
import dev.eventbus.notifications.event.EventData;
import dev.eventbus.notifications.json.Members;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads an event as it is published or as it is in the log. All but its key may be left out. */
final class EventReader {
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");
    private static final int MAX_TEXT = 200;
    private static final String PUBLISHER = "extensions"; // of what comes without a source over the Events API

    private final String workspaceId;
    private final Instant now;

    EventReader(String workspaceId, Instant now) {
        this.workspaceId = workspaceId;
        this.now = now;
    }

    /** The event, or null after refusing a member. The caller checks. */
    @Nullable
    EventData read(Members members) {
        String written = members.line("eventKey", MAX_TEXT);
        EventKey key = key(members, written);
        String id = or(members.line("id", MAX_TEXT), "dry-run");
        String source = members.line("source", MAX_TEXT);
        String resourceId = or(members.line("resourceId", MAX_TEXT), "_");
        String actor = actor(members);
        Instant timestamp = or(members.text("timestamp", EventReader::instant), now);
        String organizationId = members.line("organizationId", MAX_TEXT);
        if (organizationId != null && !organizationId.equals(workspaceId)) {
            members.refuse("organizationId", "must be left out or " + workspaceId + ", was " + organizationId);
        }
        JsonNode payload = members.value("payload");
        // Part of both forms, and nothing to a rule.
        List.of("filters", "tags", "schemaVersion", "durability").forEach(members::has);
        if (key == null || !members.isSound()) {
            return null;
        }
        String from = key.source() != null ? key.source() : or(source, PUBLISHER);
        return members.attempt("eventKey", () -> {
            Event event = new Event(
                    id,
                    workspaceId,
                    from,
                    key.resource(),
                    resourceId,
                    key.event(),
                    timestamp,
                    Payload.ofJson(bytes(payload)),
                    new EventMetadata(Map.of(), List.of(), actor, null, written));
            Objects.requireNonNull(event.topic()); // checks its parts
            return EventData.of(event);
        });
    }

    private static @Nullable EventKey key(Members members, @Nullable String written) {
        String resource = members.line("resource", MAX_TEXT);
        String name = members.line("eventName", MAX_TEXT);
        if (written != null) {
            return members.attempt("eventKey", () -> EventKey.parse(written));
        }
        if (resource == null || name == null) {
            return members.refuse("eventKey", "must be given, for example crm.deal.closed");
        }
        return members.attempt("resource", () -> new EventKey(null, resource, name));
    }

    private static @Nullable String actor(Members members) {
        String actor = members.line("actor", MAX_TEXT);
        boolean whole = members.has("metadata");
        Members metadata = members.inside("metadata");
        if (!whole) {
            return actor;
        }
        List.of("filters", "tags", "schemaVersion", "eventKey").forEach(metadata::has);
        String inMetadata = metadata.line("actor", MAX_TEXT);
        return actor == null ? inMetadata : actor;
    }

    private static Instant instant(String text) {
        try {
            Instant time = Instant.parse(text);
            if (time.isAfter(Instant.EPOCH) && time.isBefore(LAST)) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // Said below, as for a time nobody can mean.
        }
        throw new IllegalArgumentException("must be a time from 1970 to 9999 such as 2026-11-21T08:09:50.123Z");
    }

    private static byte[] bytes(@Nullable JsonNode payload) {
        return (payload == null ? "{}" : payload.toString()).getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
