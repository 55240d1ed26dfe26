package dev.eventbus.gateway.channels;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a channel fares, over all replicas.
 *
 * @param published events that were stored
 * @param duplicates deliveries that had come before and were published no second time
 * @param refused requests whose signature was wrong
 * @param failed attempts that could not be taken in, or fetches that failed
 * @param lastError in a sentence; stays until the next one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChannelStatus(
        long published,
        long duplicates,
        long refused,
        long failed,
        @Nullable Instant lastEventAt,
        @Nullable Instant lastErrorAt,
        @Nullable String lastError) {
    static final ChannelStatus NEW = new ChannelStatus(0, 0, 0, 0, null, null, null);
}
