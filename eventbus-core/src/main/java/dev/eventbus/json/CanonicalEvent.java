package dev.eventbus.json;

import dev.eventbus.Event;
import dev.eventbus.EventMetadata;
import dev.eventbus.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event that is written exactly as {@link EventCodec} writes it: every member at its place, no white space, no
 * escapes. That is how nearly all events come; {@link DecodeEvent} reads the others.
 */
final class CanonicalEvent {
    private static final byte[] ID = ascii("{\"id\":\"");
    private static final byte[] ORGANIZATION = ascii(",\"organizationId\":\"");
    private static final byte[] SOURCE = ascii(",\"source\":\"");
    private static final byte[] RESOURCE = ascii(",\"resource\":\"");
    private static final byte[] RESOURCE_ID = ascii(",\"resourceId\":\"");
    private static final byte[] EVENT_NAME = ascii(",\"eventName\":\"");
    private static final byte[] TIMESTAMP = ascii(",\"timestamp\":\"");
    private static final byte[] PAYLOAD = ascii(",\"payload\":");
    private static final byte[] METADATA = ascii(",\"metadata\":{");
    private static final byte[] FILTERS = ascii("\"filters\":{\"");
    private static final byte[] TAGS = ascii("\"tags\":[\"");
    private static final byte[] ACTOR = ascii("\"actor\":\"");
    private static final byte[] SCHEMA_VERSION = ascii("\"schemaVersion\":\"");
    private static final byte[] EVENT_KEY = ascii("\"eventKey\":\"");
    private static final byte[] TRACEPARENT = ascii("\"traceparent\":\"");
    private static final byte[] VALUES = ascii(":[\"");

    private final byte[] json;
    private int at;

    // Once something is otherwise than expected, what is read is of no use any more.
    private boolean otherwise;

    private CanonicalEvent(byte[] json) {
        this.json = json;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The event, or null if the text is not of that form. Throws {@link IllegalArgumentException} if it is, but its
     * values are no event's.
     *
     * @param json known to be UTF-8
     */
    static @Nullable Event from(byte[] json) {
        return new CanonicalEvent(json).read();
    }

    private @Nullable Event read() {
        String id = textBehind(ID);
        String organizationId = textBehind(ORGANIZATION);
        String source = textBehind(SOURCE);
        String resource = textBehind(RESOURCE);
        String resourceId = textBehind(RESOURCE_ID);
        String eventName = textBehind(EVENT_NAME);
        String timestamp = textBehind(TIMESTAMP);
        Payload payload = payload();
        EventMetadata metadata = otherwise ? EventMetadata.EMPTY : metadata();
        require(take('}') && at == json.length);
        return otherwise
                ? null
                : new Event(
                        id,
                        organizationId,
                        source,
                        resource,
                        resourceId,
                        eventName,
                        DecodeEvent.timestamp(timestamp),
                        payload,
                        metadata);
    }

    private Payload payload() {
        require(take(PAYLOAD));
        int from = at;
        int end = otherwise ? PlainJson.NOT_PLAIN : PlainJson.end(json, from);
        if (end == PlainJson.NOT_PLAIN) {
            otherwise = true;
            return Payload.NULL;
        }
        at = end;
        return Payload.wrap(Arrays.copyOfRange(json, from, end));
    }

    private EventMetadata metadata() {
        require(take(METADATA));
        Map<String, List<String>> filters = take(FILTERS) ? member(filters()) : Map.of();
        List<String> tags = take(TAGS) ? member(texts()) : List.of();
        String actor = optional(ACTOR);
        String schemaVersion = optional(SCHEMA_VERSION);
        String eventKey = optional(EVENT_KEY);
        String traceparent = optional(TRACEPARENT);
        require(take('}') && json[at - 2] != ',');
        require(traceparent == null || EventMetadata.isTraceparent(traceparent));
        return otherwise
                ? EventMetadata.EMPTY
                : new EventMetadata(filters, tags, actor, schemaVersion, eventKey, traceparent);
    }

    private Map<String, List<String>> filters() {
        Map<String, List<String>> filters = new TreeMap<>();
        do {
            String key = text();
            require(take(VALUES));
            require(filters.put(key, otherwise ? List.of() : texts()) == null);
        } while (another());
        require(take('}'));
        return filters;
    }

    /** The rest of an array of strings, from behind its first quote. */
    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        do {
            texts.add(text());
        } while (another());
        require(take(']'));
        return texts;
    }

    private @Nullable String optional(byte[] name) {
        return take(name) ? member(text()) : null;
    }

    /** Behind a member stands a comma, or the end; {@link #metadata} sees to it that nothing ends with a comma. */
    private <T> T member(T value) {
        require(take(',') || (at < json.length && json[at] == '}'));
        return value;
    }

    private boolean another() {
        if (!take(',')) {
            return false;
        }
        require(take('"'));
        return !otherwise;
    }

    private String textBehind(byte[] name) {
        require(take(name));
        return text();
    }

    /** The rest of a string, from behind its quote. */
    private String text() {
        int from = at;
        while (!otherwise && at < json.length) {
            byte b = json[at++];
            if (b == '"') {
                return new String(json, from, at - 1 - from, StandardCharsets.UTF_8);
            }
            require(b != '\\' && (b < 0 || b >= ' '));
        }
        otherwise = true;
        return "";
    }

    private boolean take(byte[] expected) {
        int end = at + expected.length;
        boolean there = !otherwise && end <= json.length && Arrays.equals(json, at, end, expected, 0, expected.length);
        if (there) {
            at = end;
        }
        return there;
    }

    private boolean take(char expected) {
        boolean there = !otherwise && at < json.length && json[at] == expected;
        if (there) {
            at++;
        }
        return there;
    }

    private void require(boolean asExpected) {
        otherwise |= !asExpected;
    }
}
