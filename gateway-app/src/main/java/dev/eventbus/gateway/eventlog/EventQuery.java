package dev.eventbus.gateway.eventlog;

import dev.eventbus.EventKey;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.query.Cursor;
import dev.eventbus.gateway.query.QueryParameters;
import dev.eventbus.topic.Segments;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to see of the event log.
 *
 * @param eventKey a key pattern, or null for all
 * @param resourceId null for any
 * @param actor null for any
 * @param from not before, or null
 * @param to before, or null
 * @param limit how many at most
 * @param cursor behind which event of an earlier answer to go on, or null
 */
public record EventQuery(
        @Nullable EventKey eventKey,
        @Nullable String resourceId,
        @Nullable String actor,
        @Nullable Instant from,
        @Nullable Instant to,
        int limit,
        @Nullable Cursor cursor) {
    private static final int MAX_ACTOR = 256;

    /** Reads query parameters. Throws a {@link ProblemException} (400) naming every one that is wrong. */
    public static EventQuery parse(Map<String, List<String>> parameters) {
        QueryParameters read = new QueryParameters(parameters);
        EventQuery query = new EventQuery(
                read.as("eventKey", EventKey::parsePattern),
                read.as("resourceId", id -> Segments.require("resourceId", id)),
                read.as("actor", EventQuery::actor),
                read.time("from"),
                read.time("to"),
                read.limit(),
                read.cursor());
        read.check();
        return query;
    }

    private static String actor(String text) {
        if (text.length() > MAX_ACTOR || text.indexOf(0) >= 0) {
            throw new IllegalArgumentException("actor must be at most " + MAX_ACTOR + " characters without NUL");
        }
        return text;
    }
}
