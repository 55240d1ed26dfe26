package dev.eventbus.gateway.channels.pull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** When an item happened, as services write it: RFC 3339, or seconds or milliseconds since the epoch. */
final class ItemTime {
    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /** In seconds the year 5138, in milliseconds the year 1973. */
    private static final double MILLIS_FROM = 1e11;

    private ItemTime() {}

    /** Null for what is no time, or none that anything could have happened at. */
    static @Nullable Instant read(JsonNode node) {
        Instant time = node.isNumber() ? ofNumber(node.asDouble()) : node.isTextual() ? ofText(node.asText()) : null;
        return time == null || time.isBefore(EARLIEST) || time.isAfter(LATEST) ? null : time;
    }

    private static Instant ofNumber(double number) {
        double millis = Math.abs(number) < MILLIS_FROM ? number * 1_000 : number;
        return Instant.ofEpochMilli((long) millis);
    }

    private static @Nullable Instant ofText(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
