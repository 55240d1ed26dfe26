package dev.eventbus.notifications;

import dev.eventbus.notifications.channel.Deliveries;
import dev.eventbus.notifications.database.DatabaseException;
import dev.eventbus.notifications.event.EventData;
import dev.eventbus.notifications.inbox.NewNotifications;
import dev.eventbus.notifications.inbox.NotificationStore;
import dev.eventbus.notifications.inbox.Outgoing;
import dev.eventbus.notifications.recipient.Recipients;
import dev.eventbus.notifications.recipient.Resolved;
import dev.eventbus.notifications.recipient.UnresolvableException;
import dev.eventbus.notifications.rule.Rule;
import dev.eventbus.notifications.template.Addressee;
import dev.eventbus.notifications.template.Content;
import dev.eventbus.notifications.template.Rendering;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Stores and hands over the notifications that one rule makes of one event. */
@Singleton
final class ApplyRule {
    private static final int USERS_PER_TRANSACTION = 1_000;

    private final Recipients recipients;
    private final NotificationStore store;
    private final Deliveries deliveries;
    private final RuleReports reports;

    ApplyRule(Recipients recipients, NotificationStore store, Deliveries deliveries, RuleReports reports) {
        this.recipients = recipients;
        this.store = store;
        this.deliveries = deliveries;
        this.reports = reports;
    }

    /**
     * Does the same the second time, and then stores nothing new. A rule that the event does not suit is reported and
     * has no effect.
     *
     * @throws DatabaseException if it has to be done again
     */
    void to(EventData data, Rule rule) {
        try {
            Resolved resolved = recipients.resolve(rule.recipients(), data);
            reports.leftOut(rule, data, resolved);
            notify(data, rule, resolved.userIds());
        } catch (UnresolvableException | IllegalArgumentException e) {
            reports.fault(rule, data, e);
        } catch (DatabaseException e) {
            if (!e.isAboutData()) {
                throw e;
            }
            reports.fault(rule, data, e);
        }
    }

    private void notify(EventData data, Rule rule, List<String> users) {
        Rendering rendering = rule.template().about(data);
        for (int from = 0; from < users.size(); from += USERS_PER_TRANSACTION) {
            List<String> some = users.subList(from, Math.min(users.size(), from + USERS_PER_TRANSACTION));
            Map<String, Content> contents = some.stream()
                    .collect(Collectors.toMap(Function.identity(), user -> rendering.to(new Addressee(user, null))));
            List<Outgoing> stored = store.create(new NewNotifications(data.event(), data.key(), rule, contents));
            reports.created(rule, stored);
            deliveries.accept(stored);
        }
    }
}
