package dev.eventbus.notifications;

import dev.eventbus.notifications.channel.Deliveries;
import dev.eventbus.notifications.database.DatabaseException;
import dev.eventbus.notifications.event.EventData;
import dev.eventbus.notifications.inbox.Created;
import dev.eventbus.notifications.inbox.Digests;
import dev.eventbus.notifications.inbox.NewNotifications;
import dev.eventbus.notifications.inbox.NotificationStore;
import dev.eventbus.notifications.inbox.Occasion;
import dev.eventbus.notifications.inbox.Terms;
import dev.eventbus.notifications.inbox.UnreadMirror;
import dev.eventbus.notifications.recipient.Recipients;
import dev.eventbus.notifications.recipient.Resolved;
import dev.eventbus.notifications.recipient.UnresolvableException;
import dev.eventbus.notifications.rule.Rule;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Stores and hands over the notifications that one rule makes of one event. */
@Singleton
final class ApplyRule {
    private static final int USERS_PER_TRANSACTION = 1_000;

    private final Recipients recipients;
    private final Drafting drafting;
    private final NotificationStore store;
    private final Digests digests;
    private final Deliveries deliveries;
    private final UnreadMirror mirror;
    private final RuleReports reports;
    private final InstantSource clock;

    ApplyRule(
            Recipients recipients,
            Drafting drafting,
            NotificationStore store,
            Digests digests,
            Deliveries deliveries,
            UnreadMirror mirror,
            RuleReports reports,
            InstantSource clock) {
        this.recipients = recipients;
        this.drafting = drafting;
        this.store = store;
        this.digests = digests;
        this.deliveries = deliveries;
        this.mirror = mirror;
        this.reports = reports;
        this.clock = clock;
    }

    /**
     * Does the same the second time, and then stores nothing new. A rule that the event does not suit is reported and
     * has no effect.
     *
     * @throws DatabaseException if it has to be done again
     */
    void to(EventData data, Rule rule) {
        try {
            if (!rule.trigger().wouldLoop(data.event()) && rule.trigger().isMet(data)) {
                notifyWhomItConcerns(data, rule);
            }
            reports.worked(rule);
        } catch (UnresolvableException | IllegalArgumentException e) {
            reports.fault(rule, data, e);
        } catch (DatabaseException e) {
            if (!e.isAboutData()) {
                throw e;
            }
            reports.fault(rule, data, e);
        }
    }

    private void notifyWhomItConcerns(EventData data, Rule rule) {
        Occasion occasion = Occasion.of(data);
        Terms terms = Terms.of(rule, occasion.eventAt());
        Instant expiresAt = terms.expiresAt();
        if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
            reports.expired(rule);
            return;
        }
        Resolved resolved = recipients.resolve(rule.recipients(), data);
        reports.leftOut(rule, data, resolved);
        List<String> users = resolved.userIds();
        Drafting.OfEvent drafts = drafting.of(rule, data);
        for (int from = 0; from < users.size(); from += USERS_PER_TRANSACTION) {
            List<String> some = users.subList(from, Math.min(users.size(), from + USERS_PER_TRANSACTION));
            NewNotifications wanted = new NewNotifications(occasion, terms, drafts.forUsers(some));
            Duration window = rule.pacing().digest();
            if (window == null) {
                create(rule, wanted);
            } else {
                digests.add(wanted, window, drafts::content);
            }
        }
    }

    private void create(Rule rule, NewNotifications wanted) {
        Created created = store.create(wanted);
        reports.created(rule, created);
        deliveries.accept(created.outgoing());
        created.mirror(mirror);
    }
}
