package dev.eventbus.gateway.eventlog;

import dev.eventbus.topic.Segments;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Where a list of events, newest first, goes on: behind the event of this time and id. Opaque to clients. */
record Cursor(Instant occurredAt, String eventId) {
    static Cursor parse(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int dot = plain.indexOf('.');
            Instant occurredAt = Instant.ofEpochMilli(Long.parseLong(plain.substring(0, dot)));
            return new Cursor(Stored.clamp(occurredAt), Segments.require("cursor", plain.substring(dot + 1)));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("cursor must be the nextCursor of an earlier answer", e);
        }
    }

    String text() {
        String plain = occurredAt.toEpochMilli() + "." + eventId;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }
}
