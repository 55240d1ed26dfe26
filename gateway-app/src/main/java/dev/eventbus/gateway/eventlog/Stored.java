package dev.eventbus.gateway.eventlog;

import dev.eventbus.gateway.json.StorableText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Brings values into what PostgreSQL's columns can hold, so that no event is refused for them. */
final class Stored {
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");
    private static final int MAX_TEXT = 1_024;

    private Stored() {}

    static Instant clamp(Instant instant) {
        if (instant.isBefore(EARLIEST)) {
            return EARLIEST;
        }
        return instant.isAfter(LATEST) ? LATEST : instant;
    }

    static @Nullable String text(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return StorableText.replaceUnstorable(text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text);
    }
}
