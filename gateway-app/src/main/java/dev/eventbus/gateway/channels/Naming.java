package dev.eventbus.gateway.channels;

import dev.eventbus.Event;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a channel's events are called.
 *
 * @param appId the resource id of the events; null for none
 * @param eventKey null for {@value #DEFAULT_KEY}
 * @param eventTypes by the provider's event type the event key it gets instead
 */
public record Naming(@Nullable String appId, @Nullable String eventKey, Map<String, String> eventTypes) {
    static final String DEFAULT_KEY = "apps.app.event_received";

    /** @param eventType the provider's, null if it says none */
    public String keyOf(@Nullable String eventType) {
        String usual = Objects.requireNonNullElse(eventKey, DEFAULT_KEY);
        return eventType == null ? usual : eventTypes.getOrDefault(eventType, usual);
    }

    /** What the events are about. */
    public String resourceId() {
        return Objects.requireNonNullElse(appId, Event.NO_RESOURCE_ID);
    }
}
