package dev.eventbus.gateway.eventlog;

import dev.eventbus.gateway.database.StorableTime;
import dev.eventbus.gateway.json.StorableText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Brings values into what PostgreSQL's columns can hold, so that no event is refused for them. */
final class Stored {
    private static final int MAX_TEXT = 1_024;

    private Stored() {}

    static Instant clamp(Instant instant) {
        return StorableTime.clamp(instant);
    }

    static @Nullable String text(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return StorableText.replaceUnstorable(text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text);
    }
}
