package dev.eventbus.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.eventbus.Event;
import dev.eventbus.EventMetadata;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events to JSON bytes and back. The payload's bytes go in and come out exactly as they are. */
public final class EventCodec {
    private static final int ENVELOPE_GUESS = 320;

    private EventCodec() {}

    /** The text before and after the payload is put together by hand: that is what a publish costs most. */
    public static byte[] encode(Event event) {
        StringBuilder text = new StringBuilder(ENVELOPE_GUESS);
        writeHead(text, event);
        byte[] head = utf8(text);
        text.setLength(0);
        writeMetadata(text.append(','), event.metadata());
        byte[] tail = utf8(text.append('}'));

        byte[] payload = event.payload().bytes();
        byte[] json = Arrays.copyOf(head, head.length + payload.length + tail.length);
        System.arraycopy(payload, 0, json, head.length, payload.length);
        System.arraycopy(tail, 0, json, head.length + payload.length, tail.length);
        return json;
    }

    /**
     * Reads an event. Members it does not know are ignored.
     *
     * @throws IllegalArgumentException naming the field that is missing or wrong
     */
    public static Event decode(byte[] json) {
        return DecodeEvent.from(json);
    }

    private static byte[] utf8(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** An event checks its segments, so that none has a character to escape. */
    private static void writeHead(StringBuilder json, Event event) {
        json.append("{\"id\":\"").append(event.id());
        json.append("\",\"organizationId\":\"").append(event.organizationId());
        json.append("\",\"source\":\"").append(event.source());
        json.append("\",\"resource\":\"").append(event.resource());
        json.append("\",\"resourceId\":\"").append(event.resourceId());
        json.append("\",\"eventName\":\"").append(event.eventName());
        json.append("\",\"timestamp\":\"");
        Timestamps.append(json, event.timestamp());
        json.append("\",\"payload\":");
    }

    private static void writeMetadata(StringBuilder json, EventMetadata metadata) {
        json.append("\"metadata\":{");
        int empty = json.length();
        if (!metadata.filters().isEmpty()) {
            writeFilters(json, metadata.filters());
        }
        if (!metadata.tags().isEmpty()) {
            writeList(json, "tags", metadata.tags());
        }
        writeText(json, "actor", metadata.actor());
        writeText(json, "schemaVersion", metadata.schemaVersion());
        writeText(json, "eventKey", metadata.eventKey());
        writeText(json, "traceparent", metadata.traceparent());
        endMembers(json, empty);
    }

    private static void writeFilters(StringBuilder json, Map<String, List<String>> filters) {
        json.append("\"filters\":{");
        int empty = json.length();
        filters.forEach((key, values) -> writeList(json, key, values));
        endMembers(json, empty);
        json.append(',');
    }

    // Every member writes a comma behind itself; what ends an object or array takes the last one back.

    private static void writeList(StringBuilder json, String field, List<String> values) {
        json.append('"').append(field).append("\":[");
        for (String value : values) {
            writeString(json, value);
            json.append(',');
        }
        json.setCharAt(json.length() - 1, ']');
        json.append(',');
    }

    private static void writeText(StringBuilder json, String field, @Nullable String text) {
        if (text != null) {
            json.append('"').append(field).append("\":");
            writeString(json, text);
            json.append(',');
        }
    }

    private static void endMembers(StringBuilder json, int empty) {
        if (json.length() > empty) {
            json.setCharAt(json.length() - 1, '}');
        } else {
            json.append('}');
        }
    }

    private static void writeString(StringBuilder json, String text) {
        json.append('"');
        if (isPlain(text)) {
            json.append(text);
        } else {
            JsonStringEncoder.getInstance().quoteAsString(text, json);
        }
        json.append('"');
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }
}
