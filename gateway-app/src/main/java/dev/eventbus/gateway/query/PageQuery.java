package dev.eventbus.gateway.query;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which part of a list that is ordered by id is asked for.
 *
 * @param limit how many at most
 * @param after the id of the last item seen, empty for the beginning
 */
public record PageQuery(int limit, String after) {
    /** Reads query parameters. Throws a problem (400) naming every one that is wrong. */
    public static PageQuery parse(Map<String, List<String>> parameters) {
        QueryParameters read = new QueryParameters(parameters);
        PageQuery query = new PageQuery(read.limit(), Objects.requireNonNullElse(read.as("cursor", PageQuery::id), ""));
        read.check();
        return query;
    }

    /** How many rows to read: one more than wanted tells whether the list goes on. */
    public int rows() {
        return limit + 1;
    }

    private static String id(String cursor) {
        if (!cursor.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("cursor must be the nextCursor of an earlier answer");
        }
        return cursor;
    }
}
