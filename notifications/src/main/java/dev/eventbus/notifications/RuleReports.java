package dev.eventbus.notifications;

import dev.eventbus.notifications.event.EventData;
import dev.eventbus.notifications.inbox.Outgoing;
import dev.eventbus.notifications.metrics.NotificationMetrics;
import dev.eventbus.notifications.recipient.Resolved;
import dev.eventbus.notifications.rule.Rule;
import jakarta.inject.Singleton;
import java.util.List;

/** Counts what rules do, and complains where an event did not suit one. */
@Singleton
final class RuleReports {
    private final Complaints complaints;
    private final NotificationMetrics metrics;

    RuleReports(Complaints complaints, NotificationMetrics metrics) {
        this.complaints = complaints;
        this.metrics = metrics;
    }

    void created(Rule rule, List<Outgoing> stored) {
        long notifications =
                stored.stream().map(one -> one.notification().id()).distinct().count();
        if (notifications > 0) {
            metrics.count(rule.key(), NotificationMetrics.INBOX, "created", (int) notifications);
        }
    }

    void leftOut(Rule rule, EventData data, Resolved resolved) {
        if (!resolved.isComplete()) {
            complaints.about(
                    "rule " + rule.key(),
                    "Left out recipients: eventId=" + data.event().id() + " invalid=" + resolved.invalid()
                            + " beyondLimit=" + resolved.beyondLimit());
        }
    }

    void fault(Rule rule, EventData data, RuntimeException cause) {
        metrics.count(rule.key(), NotificationMetrics.INBOX, "faulty");
        complaints.about(
                "rule " + rule.key(),
                "Notified nobody, the event does not suit the rule: eventId="
                        + data.event().id() + " cause=" + cause.getMessage());
    }
}
