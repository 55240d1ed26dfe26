package dev.eventbus.gateway.channels;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What only channels have that fetch their events. The pointers are JSON pointers (RFC 6901).
 *
 * @param url as written; checked
 * @param intervalMillis between two looks; 0 for streams
 * @param items to the list; null if the document is the list
 * @param itemId to an item's id; null if its bytes are its id
 * @param itemTime to when an item happened; null for when it was found
 * @param cursor null if the whole list is asked for each time
 */
public record Source(
        String url,
        long intervalMillis,
        @Nullable String items,
        @Nullable String itemId,
        @Nullable String itemTime,
        @Nullable CursorRule cursor) {
    /** Between two looks. */
    @JsonIgnore
    public Duration interval() {
        return Duration.ofMillis(intervalMillis);
    }

    /** Whether a place that was reached in the one means the same in the other. */
    boolean isSameTrack(Source other) {
        return url.equals(other.url) && Objects.equals(cursor, other.cursor);
    }
}
