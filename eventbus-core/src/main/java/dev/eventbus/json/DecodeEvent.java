package dev.eventbus.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.eventbus.Event;
import dev.eventbus.EventMetadata;
import dev.eventbus.Payload;
import dev.eventbus.topic.Segments;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one event's JSON, in any form, in a single pass, noting where the payload's bytes begin and end. */
final class DecodeEvent {
    private final byte[] json;
    private final JsonParser parser;
    private final Map<String, String> texts = new HashMap<>();
    private @Nullable Payload payload;
    private EventMetadata metadata = EventMetadata.EMPTY;

    private DecodeEvent(byte[] json, JsonParser parser) {
        this.json = json;
        this.parser = parser;
    }

    static Event from(byte[] json) {
        Json.requireUtf8("event", json);
        Event canonical = CanonicalEvent.from(json);
        return canonical == null ? parsed(json) : canonical;
    }

    /** Reads any form of an event; the bytes are known to be UTF-8. */
    static Event parsed(byte[] json) {
        try (JsonParser parser = Json.envelopes().createParser(json)) {
            return new DecodeEvent(json, parser).read();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("event must be valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("event must be valid JSON: " + e.getMessage(), e);
        }
    }

    private Event read() throws IOException {
        expect("event", "an object", parser.nextToken(), JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            readMember(parser.currentName());
        }
        if (parser.nextToken() != null) {
            throw new IllegalArgumentException("event must be one JSON object, had more after the first");
        }
        if (payload == null) {
            throw new IllegalArgumentException("payload must be given, was missing");
        }
        return new Event(
                text("id"),
                text("organizationId"),
                text("source"),
                text("resource"),
                text("resourceId"),
                text("eventName"),
                timestamp(text("timestamp")),
                payload,
                metadata);
    }

    private void readMember(String name) throws IOException {
        JsonToken token = parser.nextToken();
        switch (name) {
            case "id", "organizationId", "source", "resource", "resourceId", "eventName", "timestamp" ->
                texts.put(name, string(name));
            case "payload" -> payload = Payload.wrap(rawValue());
            case "metadata" -> {
                if (token != JsonToken.VALUE_NULL) {
                    metadata = readMetadata();
                }
            }
            default -> parser.skipChildren();
        }
    }

    /** Byte offsets, not characters: the source is a UTF-8 array, so what precedes may be of any width. */
    private byte[] rawValue() throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken(); // strings are read lazily; the end is known only afterwards
        int end = (int) parser.currentLocation().getByteOffset();
        return Arrays.copyOfRange(json, start, end);
    }

    private EventMetadata readMetadata() throws IOException {
        expect("metadata", "an object", parser.currentToken(), JsonToken.START_OBJECT);
        Map<String, List<String>> filters = Map.of();
        List<String> tags = List.of();
        Map<String, String> known = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (name) {
                case "filters" -> filters = filters();
                case "tags" -> tags = strings("metadata.tags");
                case "actor", "schemaVersion", "eventKey", "traceparent" -> known.put(name, string("metadata." + name));
                default -> parser.skipChildren();
            }
        }
        String traceparent = known.get("traceparent");
        return new EventMetadata(
                filters,
                tags,
                known.get("actor"),
                known.get("schemaVersion"),
                known.get("eventKey"),
                // W3C: what is no trace context is passed over; it must not cost the event
                traceparent != null && EventMetadata.isTraceparent(traceparent) ? traceparent : null);
    }

    private Map<String, List<String>> filters() throws IOException {
        expect("metadata.filters", "an object", parser.currentToken(), JsonToken.START_OBJECT);
        Map<String, List<String>> filters = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            filters.put(key, strings("metadata.filters." + Segments.quoted(key)));
        }
        return filters;
    }

    private List<String> strings(String field) throws IOException {
        expect(field, "an array of strings", parser.currentToken(), JsonToken.START_ARRAY);
        List<String> strings = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            strings.add(string(field));
        }
        return strings;
    }

    private String string(String field) throws IOException {
        expect(field, "a string", parser.currentToken(), JsonToken.VALUE_STRING);
        return parser.getText();
    }

    private String text(String field) {
        String text = texts.get(field);
        if (text == null) {
            throw new IllegalArgumentException(field + " must be given, was missing");
        }
        return text;
    }

    static Instant timestamp(String text) {
        try {
            return Timestamps.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "timestamp must be RFC 3339 in UTC like 2026-11-21T08:09:50.123Z, was " + Segments.quoted(text), e);
        }
    }

    private static void expect(String field, String wanted, @Nullable JsonToken token, JsonToken expected) {
        if (token != expected) {
            throw new IllegalArgumentException(field + " must be " + wanted + ", was "
                    + (token == null ? "missing" : token.name().toLowerCase(java.util.Locale.ROOT)));
        }
    }
}
