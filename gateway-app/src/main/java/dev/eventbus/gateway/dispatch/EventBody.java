package dev.eventbus.gateway.dispatch;

import dev.eventbus.Event;
import dev.eventbus.extensions.EventEnvelope;
import dev.eventbus.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.jspecify.annotations.Nullable;

/** An event as the body of a POST: the envelope that extensions know, the payload byte for byte as published. */
final class EventBody {
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final int ENVELOPE_GUESS = 512;

    private EventBody() {}

    /** Subscriptions may ask for resources and filters, so they are told them too. */
    static byte[] of(Event event, SubscriberId.Kind receiver) {
        EventEnvelope envelope = EventEnvelope.of(event);
        ByteArrayOutputStream json =
                new ByteArrayOutputStream(envelope.payload().size() + ENVELOPE_GUESS);
        write(json, "{\"eventId\":\"" + event.id() + "\",\"eventKey\":");
        text(json, envelope.eventKey());
        write(json, ",\"workspaceId\":\"" + event.organizationId() + "\",\"actor\":");
        text(json, envelope.actor());
        write(json, ",\"schemaVersion\":");
        text(json, envelope.schemaVersion());
        write(json, ",\"occurredAt\":\"" + MILLIS.format(envelope.occurredAt()) + "\",\"payload\":");
        json.writeBytes(envelope.payload().bytes());
        if (receiver == SubscriberId.Kind.SUBSCRIPTION) {
            write(json, ",\"resourceId\":\"" + event.resourceId() + "\",\"filters\":");
            json.writeBytes(Json.write(event.metadata().filters()));
        }
        json.write('}');
        return json.toByteArray();
    }

    private static void text(ByteArrayOutputStream json, @Nullable String text) {
        if (text == null) {
            write(json, "null");
        } else {
            json.writeBytes(Json.write(text));
        }
    }

    private static void write(ByteArrayOutputStream json, String text) {
        json.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
