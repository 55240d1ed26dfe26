package dev.eventbus.gateway.query;

import dev.eventbus.gateway.database.StorableTime;
import dev.eventbus.topic.Segments;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Times as clients write them. */
public final class Times {
    private Times() {}

    /** Throws an {@link IllegalArgumentException} that says what is allowed. */
    public static Instant parse(String name, String text) {
        try {
            return StorableTime.clamp(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    name + " must be a UTC time such as 2026-11-21T08:09:50.123Z, was " + Segments.quoted(text), e);
        }
    }
}
