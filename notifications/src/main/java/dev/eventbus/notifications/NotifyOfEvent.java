package dev.eventbus.notifications;

import dev.eventbus.Attempt;
import dev.eventbus.Event;
import dev.eventbus.Verdict;
import dev.eventbus.VerdictHandler;
import dev.eventbus.notifications.database.DatabaseException;
import dev.eventbus.notifications.event.EventData;
import dev.eventbus.notifications.member.UnansweredException;
import dev.eventbus.notifications.rule.KnownRules;
import dev.eventbus.notifications.rule.Rule;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * Event → matching rules → recipients → stored notifications → channels. The event is acked once all rows are
 * committed; while the database is away it waits, however often it has to come again.
 */
@Singleton
final class NotifyOfEvent implements VerdictHandler {
    private static final Duration DATABASE_PAUSE = Duration.ofSeconds(5);

    private final KnownRules rules;
    private final ApplyRule applyRule;
    private final RuleReports reports;
    private final Complaints complaints;

    NotifyOfEvent(KnownRules rules, ApplyRule applyRule, RuleReports reports, Complaints complaints) {
        this.rules = rules;
        this.applyRule = applyRule;
        this.reports = reports;
        this.complaints = complaints;
    }

    @Override
    public Verdict handle(Event event, Attempt attempt) {
        List<Rule> matching = rules.match(event.topic());
        if (matching.isEmpty()) {
            return Verdict.ack();
        }
        try {
            return applied(EventData.of(event), matching);
        } catch (IllegalArgumentException e) {
            complaints.about("payloads", "Notified nobody, the payload cannot be read: eventId=" + event.id());
            return Verdict.ack();
        } catch (DatabaseException e) {
            complaints.about("database", "Could not store notifications, will be tried again: " + e.getMessage());
            return Verdict.retry(DATABASE_PAUSE);
        } catch (UnansweredException e) {
            complaints.about("members", "Could not ask for members, will be tried again: " + e.getMessage());
            return Verdict.retry(DATABASE_PAUSE);
        }
    }

    /** A rule that fails in a way nobody foresaw costs the other rules nothing; the event is then put aside. */
    private Verdict applied(EventData data, List<Rule> matching) {
        Verdict verdict = Verdict.ack();
        for (Rule rule : matching) {
            try {
                applyRule.to(data, rule);
            } catch (DatabaseException | UnansweredException e) {
                throw e;
            } catch (RuntimeException e) {
                reports.failed(rule, e);
                complaints.about("rule " + rule.key(), "Put an event aside, a rule failed: cause=" + e);
                verdict = Verdict.deadLetter("rule " + rule.key() + " failed: " + e);
            }
        }
        return verdict;
    }
}
