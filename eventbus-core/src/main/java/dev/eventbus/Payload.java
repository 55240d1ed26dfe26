package dev.eventbus;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.json.Json;
import java.util.Arrays;

/**
 * The data of an event: one JSON value, its bytes kept exactly as received so that key order, big numbers and
 * signatures survive.
 */
public final class Payload {
    public static final Payload NULL = new Payload("null".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    private final byte[] json;

    private Payload(byte[] json) {
        this.json = json;
    }

    /**
     * Takes JSON text as it is; white space around the value is not part of it. Throws
     * {@link IllegalArgumentException} if it is not exactly one JSON value.
     */
    public static Payload ofJson(byte[] json) {
        Json.requireOneValue(json);
        int from = 0;
        int to = json.length;
        while (isSpace(json[from])) {
            from++;
        }
        while (isSpace(json[to - 1])) {
            to--;
        }
        return new Payload(Arrays.copyOfRange(json, from, to));
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** Takes over an array that is known to hold one JSON value and is not shared: for codecs, unchecked. */
    public static Payload wrap(byte[] json) {
        return new Payload(json);
    }

    /** Serialises a value with Jackson. */
    public static Payload of(Object value) {
        return value instanceof Payload payload ? payload : new Payload(Json.write(value));
    }

    /** The JSON text; the caller must not change the array. */
    public byte[] bytes() {
        return json;
    }

    public int size() {
        return json.length;
    }

    /**
     * Reads the payload as a type. Unknown properties are ignored.
     *
     * @throws IllegalArgumentException naming the JSON path that does not fit; {@code null} fits no type
     */
    public <T> T as(Class<T> type) {
        return Json.read(json, type);
    }

    /** As above, for a type with type arguments: {@code payload.as(new TypeReference<List<Line>>() {})}. */
    public <T> T as(TypeReference<T> type) {
        return Json.read(json, type.getType());
    }

    /** Reads the payload whatever it is, numbers as exact as in the text. Throws {@link IllegalArgumentException}. */
    public JsonNode asTree() {
        return Json.tree(json);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload payload && Arrays.equals(json, payload.json);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(json);
    }

    /** Says the size only: payloads do not belong in logs. */
    @Override
    public String toString() {
        return "Payload[" + json.length + " bytes]";
    }
}
