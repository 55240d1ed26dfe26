package dev.eventbus.json;

import dev.eventbus.Event;
import dev.eventbus.EventMetadata;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events to JSON bytes and back. The payload's bytes go in and come out exactly as they are. */
public final class EventCodec {
    private static final int ENVELOPE_GUESS = 512;

    private EventCodec() {}

    /** The envelope is put together by hand: through a generator it costs more than the rest of a publish. */
    public static byte[] encode(Event event) {
        JsonBytes json = new JsonBytes(event.payload().size() + ENVELOPE_GUESS);
        // An event checks its segments, so that none has a character to escape.
        json.ascii("{\"id\":\"").ascii(event.id());
        json.ascii("\",\"organizationId\":\"").ascii(event.organizationId());
        json.ascii("\",\"source\":\"").ascii(event.source());
        json.ascii("\",\"resource\":\"").ascii(event.resource());
        json.ascii("\",\"resourceId\":\"").ascii(event.resourceId());
        json.ascii("\",\"eventName\":\"").ascii(event.eventName());
        Timestamps.write(json.ascii("\",\"timestamp\":\""), event.timestamp());
        json.ascii("\",\"payload\":").raw(event.payload().bytes());
        writeMetadata(json.ascii(",\"metadata\":{"), event.metadata());
        return json.ascii('}').toArray();
    }

    /**
     * Reads an event. Members it does not know are ignored.
     *
     * @throws IllegalArgumentException naming the field that is missing or wrong
     */
    public static Event decode(byte[] json) {
        return DecodeEvent.from(json);
    }

    // Every member writes a comma behind itself; what ends an object or array puts its bracket in the last one's place.

    private static void writeMetadata(JsonBytes json, EventMetadata metadata) {
        int empty = json.size();
        if (!metadata.filters().isEmpty()) {
            writeFilters(json.ascii("\"filters\":{"), metadata.filters());
        }
        if (!metadata.tags().isEmpty()) {
            writeStrings(json.ascii("\"tags\":["), metadata.tags());
        }
        writeText(json, "\"actor\":", metadata.actor());
        writeText(json, "\"schemaVersion\":", metadata.schemaVersion());
        writeText(json, "\"eventKey\":", metadata.eventKey());
        writeText(json, "\"traceparent\":", metadata.traceparent());
        if (json.size() > empty) {
            json.replaceLast('}');
        } else {
            json.ascii('}');
        }
    }

    private static void writeFilters(JsonBytes json, Map<String, List<String>> filters) {
        filters.forEach((key, values) -> writeStrings(json.ascii('"').ascii(key).ascii("\":["), values));
        json.replaceLast('}');
        json.ascii(',');
    }

    private static void writeStrings(JsonBytes json, List<String> values) {
        for (String value : values) {
            json.string(value).ascii(',');
        }
        json.replaceLast(']');
        json.ascii(',');
    }

    private static void writeText(JsonBytes json, String name, @Nullable String text) {
        if (text != null) {
            json.ascii(name).string(text).ascii(',');
        }
    }
}
