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
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    public static Occasion of(EventData data) {
        Event event = data.event();
        return new Occasion(
                event.organizationId(),
                event.id(),
                event.id(),
                data.key(),
                event.resourceId(),
                storable(event.timestamp()).truncatedTo(ChronoUnit.MILLIS));
    }

    // A publisher may write any time, also one that neither PostgreSQL nor a sum of two has a form for.
    private static Instant storable(Instant time) {
        Instant notTooLate = time.isAfter(LAST) ? LAST : time;
        return notTooLate.isBefore(Instant.EPOCH) ? Instant.EPOCH : notTooLate;
    }
}
