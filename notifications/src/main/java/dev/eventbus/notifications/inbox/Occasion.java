package dev.eventbus.notifications.inbox;

import dev.eventbus.Event;
import dev.eventbus.notifications.event.EventData;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Why there are notifications.
 *
 * @param cause what tells these notifications from all others of the same rule and user: the event's id, or a digest's
 * @param eventId the event they name
 * @param eventKey as the publisher wrote it
 */
public record Occasion(
        String workspaceId, String cause, String eventId, String eventKey, String resourceId, Instant eventAt) {
    public static Occasion of(EventData data) {
        Event event = data.event();
        return new Occasion(
                event.organizationId(),
                event.id(),
                event.id(),
                data.key(),
                event.resourceId(),
                event.timestamp().truncatedTo(ChronoUnit.MILLIS));
    }
}
