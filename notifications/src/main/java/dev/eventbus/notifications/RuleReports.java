package dev.eventbus.notifications;

import dev.eventbus.notifications.event.EventData;
import dev.eventbus.notifications.inbox.Created;
import dev.eventbus.notifications.metrics.NotificationMetrics;
import dev.eventbus.notifications.recipient.Resolved;
import dev.eventbus.notifications.rule.Rule;
import dev.eventbus.notifications.rule.RuleHealth;
import jakarta.inject.Singleton;

/** Counts what rules do, and complains where an event did not suit one. */
@Singleton
final class RuleReports {
    private final Complaints complaints;
    private final NotificationMetrics metrics;
    private final RuleHealth health;

    RuleReports(Complaints complaints, NotificationMetrics metrics, RuleHealth health) {
        this.complaints = complaints;
        this.metrics = metrics;
        this.health = health;
    }

    void created(Rule rule, Created created) {
        if (created.count() > 0) {
            metrics.count(rule.key(), NotificationMetrics.INBOX, "created", created.count());
        }
    }

    /** The event came so late that nobody wants to know any more. */
    void expired(Rule rule) {
        metrics.count(rule.key(), NotificationMetrics.INBOX, "expired");
    }

    void worked(Rule rule) {
        health.worked(rule);
    }

    void leftOut(Rule rule, EventData data, Resolved resolved) {
        if (!resolved.isComplete()) {
            complaints.about(
                    subject(rule),
                    "Left out recipients: eventId=" + data.event().id() + " invalid=" + resolved.invalid()
                            + " beyondLimit=" + resolved.beyondLimit());
        }
    }

    /** It failed in a way nobody foresaw. */
    void failed(Rule rule, RuntimeException cause) {
        health.failed(rule, "the rule failed: " + cause.getClass().getSimpleName());
    }

    void fault(Rule rule, EventData data, RuntimeException cause) {
        metrics.count(rule.key(), NotificationMetrics.INBOX, "faulty");
        health.failed(rule, String.valueOf(cause.getMessage()));
        complaints.about(
                subject(rule),
                "Notified nobody, the event does not suit the rule: eventId="
                        + data.event().id() + " cause=" + cause.getMessage());
    }

    private static String subject(Rule rule) {
        return "rule " + rule.id().workspaceId() + '/' + rule.key();
    }
}
