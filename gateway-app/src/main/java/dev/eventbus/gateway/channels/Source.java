package dev.eventbus.gateway.channels;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What only channels have that fetch their events. The pointers are JSON pointers (RFC 6901).
 *
 * @param url as written; checked
 * @param intervalMillis between two looks; 0 for streams
 * @param items to the list; null if the document is the list
 * @param itemId to an item's id; null if its bytes are its id
 * @param itemTime to when an item happened; null for when it was found
 */
public record Source(
        String url,
        long intervalMillis,
        @Nullable String items,
        @Nullable String itemId,
        @Nullable String itemTime) {
    /** Between two looks. */
    @JsonIgnore
    public Duration interval() {
        return Duration.ofMillis(intervalMillis);
    }
}
