package dev.eventbus.gateway.channels.intake;

import dev.eventbus.Payload;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One delivery of a channel, on its way to become an event.
 *
 * @param delivery the same whenever it comes again
 * @param eventType what the provider calls such events, or null
 * @param tags what travels in the event's metadata
 * @param at when it happened, or null for now
 * @param traceparent of who sent it, or null
 */
public record Incoming(
        String delivery,
        Payload payload,
        @Nullable String eventType,
        List<String> tags,
        @Nullable Instant at,
        @Nullable String traceparent) {
    /** Without trace context. */
    public Incoming(
            String delivery, Payload payload, @Nullable String eventType, List<String> tags, @Nullable Instant at) {
        this(delivery, payload, eventType, tags, at, null);
    }
}
