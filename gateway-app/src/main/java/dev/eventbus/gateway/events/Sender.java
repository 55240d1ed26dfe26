package dev.eventbus.gateway.events;

import dev.eventbus.EventContext;
import dev.eventbus.EventMetadata;
import dev.eventbus.gateway.security.Caller;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf an event is published.
 *
 * @param workspaceId where
 * @param source of events whose key has none
 * @param callerId the actor of events that name none
 * @param traceparent the caller's W3C trace context, or null
 */
public record Sender(
        String workspaceId,
        String source,
        String callerId,
        @Nullable String traceparent) {
    /** @param traceparent passed over where it is no W3C trace context */
    public static Sender of(String workspaceId, Caller caller, @Nullable String traceparent) {
        boolean isTrace = traceparent != null && EventMetadata.isTraceparent(traceparent);
        return new Sender(workspaceId, caller.source(), caller.account().id(), isTrace ? traceparent : null);
    }

    EventContext context(PublishRequest request) {
        return EventContext.of(workspaceId, source)
                .withActor(Objects.requireNonNullElse(request.actor(), callerId))
                .withTraceparent(traceparent);
    }
}
