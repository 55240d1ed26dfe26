package dev.eventbus.gateway.query;

import dev.eventbus.gateway.database.StorableTime;
import dev.eventbus.topic.Segments;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/**
 * Where a list that is ordered by time goes on: behind the item of this time and id. Opaque to clients.
 *
 * @param at to the microsecond, as PostgreSQL keeps it
 */
public record Cursor(Instant at, String id) {
    public static Cursor parse(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int dot = plain.indexOf('.');
            Instant at = Instant.EPOCH.plus(Long.parseLong(plain.substring(0, dot)), ChronoUnit.MICROS);
            return new Cursor(StorableTime.clamp(at), Segments.require("cursor", plain.substring(dot + 1)));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("cursor must be the nextCursor of an earlier answer", e);
        }
    }

    /** What {@link #parse} reads. */
    public String text() {
        String plain = ChronoUnit.MICROS.between(Instant.EPOCH, at) + "." + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }
}
