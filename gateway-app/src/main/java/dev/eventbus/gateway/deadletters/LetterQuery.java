package dev.eventbus.gateway.deadletters;

import dev.eventbus.EventKey;
import dev.eventbus.gateway.query.Cursor;
import dev.eventbus.gateway.query.QueryParameters;
import dev.eventbus.topic.Segments;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to see of the dead letters.
 *
 * @param state null for any
 * @param limit how many at most
 * @param cursor behind which letter of an earlier answer to go on, or null
 */
record LetterQuery(
        LetterFilter filter,
        @Nullable LetterState state,
        int limit,
        @Nullable Cursor cursor) {
    static LetterQuery parse(Map<String, List<String>> parameters) {
        QueryParameters read = new QueryParameters(parameters);
        LetterFilter filter = new LetterFilter(
                read.as("subscriber", text -> SubscriberText.parse("subscriber", text)),
                read.as("class", text -> Segments.require("class", text)),
                read.as("eventKey", EventKey::parsePattern),
                read.time("from"),
                read.time("to"));
        LetterQuery query = new LetterQuery(filter, read.as("state", LetterState::parse), read.limit(), read.cursor());
        read.check();
        return query;
    }
}
