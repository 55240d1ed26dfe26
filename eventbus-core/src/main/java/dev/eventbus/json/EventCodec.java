package dev.eventbus.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.eventbus.Event;
import dev.eventbus.EventMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events to JSON bytes and back. The payload's bytes go in and come out exactly as they are. */
public final class EventCodec {
    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private static final int ENVELOPE_GUESS = 512;

    private EventCodec() {}

    public static byte[] encode(Event event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(event.payload().size() + ENVELOPE_GUESS);
        try (JsonGenerator json = Json.envelopes().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("id", event.id());
            json.writeStringField("organizationId", event.organizationId());
            json.writeStringField("source", event.source());
            json.writeStringField("resource", event.resource());
            json.writeStringField("resourceId", event.resourceId());
            json.writeStringField("eventName", event.eventName());
            json.writeStringField("timestamp", MILLISECONDS.format(event.timestamp()));
            splice(json, bytes, event.payload().bytes());
            writeMetadata(json, event.metadata());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("An array in memory could not be written", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads an event. Members it does not know are ignored.
     *
     * @throws IllegalArgumentException naming the field that is missing or wrong
     */
    public static Event decode(byte[] json) {
        return DecodeEvent.from(json);
    }

    /** The empty raw value makes the generator write the colon and remember that a value stands here. */
    private static void splice(JsonGenerator json, ByteArrayOutputStream bytes, byte[] payload) throws IOException {
        json.writeFieldName("payload");
        json.writeRawValue("");
        json.flush();
        bytes.write(payload);
    }

    private static void writeMetadata(JsonGenerator json, EventMetadata metadata) throws IOException {
        json.writeObjectFieldStart("metadata");
        if (!metadata.filters().isEmpty()) {
            json.writeObjectFieldStart("filters");
            for (Map.Entry<String, List<String>> filter : metadata.filters().entrySet()) {
                writeList(json, filter.getKey(), filter.getValue());
            }
            json.writeEndObject();
        }
        if (!metadata.tags().isEmpty()) {
            writeList(json, "tags", metadata.tags());
        }
        writeText(json, "actor", metadata.actor());
        writeText(json, "schemaVersion", metadata.schemaVersion());
        writeText(json, "eventKey", metadata.eventKey());
        writeText(json, "traceparent", metadata.traceparent());
        json.writeEndObject();
    }

    private static void writeList(JsonGenerator json, String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static void writeText(JsonGenerator json, String field, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(field, text);
        }
    }
}
