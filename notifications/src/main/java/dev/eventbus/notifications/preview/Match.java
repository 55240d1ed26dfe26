package dev.eventbus.notifications.preview;

import dev.eventbus.notifications.event.EventData;
import dev.eventbus.notifications.rule.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Says why a rule does not take an event. */
record Match(Rule rule, EventData data, Instant now) {
    /** Empty if it does, unless there are errors. */
    List<Preview.Reason> reasons(List<Preview.Fault> errors) {
        List<Preview.Reason> reasons = new ArrayList<>();
        if (!rule.trigger().enabled()) {
            reasons.add(new Preview.Reason("enabled", "the rule is disabled"));
        }
        if (!rule.trigger().takes(data.event())) {
            reasons.add(new Preview.Reason(
                    "pattern",
                    "the event is " + data.event().topic() + ", the pattern "
                            + rule.trigger().pattern()));
        } else if (rule.trigger().wouldLoop(data.event())) {
            reasons.add(new Preview.Reason(
                    "source", "events about notifications are taken only by a pattern that names their source"));
        }
        try {
            if (!rule.trigger().isMet(data)) {
                reasons.add(new Preview.Reason("condition", "the condition does not hold"));
            }
        } catch (IllegalArgumentException e) {
            errors.add(new Preview.Fault("condition", String.valueOf(e.getMessage())));
        }
        Instant expiresAt = rule.pacing().expiresAt(data.event().timestamp());
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            reasons.add(new Preview.Reason("ttl", "the event is too old, the notification expired at " + expiresAt));
        }
        return reasons;
    }
}
