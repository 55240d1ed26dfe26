package dev.eventbus.notifications.inbox;

import dev.eventbus.notifications.rule.Pacing;
import dev.eventbus.notifications.rule.Priority;
import dev.eventbus.notifications.rule.Rule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all notifications that a rule makes of one event.
 *
 * @param throttle null if there may be any number
 * @param expiresAt null if they are of interest for ever
 */
public record Terms(
        String rule,
        Priority priority,
        Pacing.@Nullable Throttle throttle,
        @Nullable Instant expiresAt) {
    public static Terms of(Rule rule, Instant eventAt) {
        Pacing pacing = rule.pacing();
        return new Terms(rule.key(), rule.priority(), pacing.throttle(), pacing.expiresAt(eventAt));
    }
}
