package dev.eventbus.gateway.deadletters;

import dev.eventbus.EventKey;
import dev.eventbus.gateway.database.Conditions;
import dev.eventbus.gateway.dispatch.SubscriberId;
import dev.eventbus.gateway.eventlog.KeyConditions;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant; all that is not null must fit.
 *
 * @param subscribers any of these, or null
 * @param kind the class of failure, or null
 * @param eventKey a key pattern, or null
 * @param from failed last not before, or null
 * @param to failed last before, or null
 */
record LetterFilter(
        @Nullable List<SubscriberId> subscribers,
        @Nullable String kind,
        @Nullable EventKey eventKey,
        @Nullable Instant from,
        @Nullable Instant to) {
    /** The letters of the workspace, for a query in which they are called {@code letter}. */
    Conditions in(String workspaceId) {
        Conditions conditions = new Conditions().add("letter.workspace_id = ?", workspaceId);
        if (subscribers != null) {
            conditions.add(
                    "letter.subscriber in (?, ?)",
                    subscribers.getFirst().toString(),
                    subscribers.getLast().toString());
        }
        if (kind != null) {
            conditions.add("letter.class = ?", kind);
        }
        if (from != null) {
            conditions.add("letter.last_at >= ?", Timestamp.from(from));
        }
        if (to != null) {
            conditions.add("letter.last_at < ?", Timestamp.from(to));
        }
        if (eventKey != null) {
            addKey(conditions, eventKey);
        }
        return conditions;
    }

    private static void addKey(Conditions conditions, EventKey pattern) {
        Conditions ofEvent = new Conditions()
                .add("event.workspace_id = letter.workspace_id")
                .add("event.event_id = letter.event_id");
        KeyConditions.add(ofEvent, pattern);
        conditions.add(
                "exists (select 1 from gateway.platform_event event where " + ofEvent.sql() + ")",
                ofEvent.parametersAnd().toArray());
    }
}
