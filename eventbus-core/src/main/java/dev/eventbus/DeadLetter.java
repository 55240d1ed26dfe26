package dev.eventbus;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that a subscription gave up, with all that is needed to find out why and to publish it again.
 *
 * @param subscription whose it was; {@link Subscription#stableName} of it is the same at every start
 * @param event the event as it was published, payload and trace context included
 * @param position where the event stands in its store, or {@link Position#NONE}
 * @param attempts how often it was handed to the handler
 * @param kind what class of failure it is, see {@link Verdict.DeadLetter}
 * @param reason one sentence
 * @param cause class, message and the first frames of what the handler threw last; null if it threw nothing
 * @param firstAt when the first attempt began, as far as this instance knows
 * @param lastAt when it was given up
 */
public record DeadLetter(
        String subscription,
        Event event,
        Position position,
        int attempts,
        String kind,
        String reason,
        @Nullable String cause,
        Instant firstAt,
        Instant lastAt) {
    /** The W3C trace id the event was published under, or null. */
    public @Nullable String traceId() {
        return event.metadata().traceId();
    }
}
