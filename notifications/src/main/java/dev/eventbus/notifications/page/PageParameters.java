package dev.eventbus.notifications.page;

import dev.eventbus.notifications.problem.ProblemException;
import dev.eventbus.topic.Segments;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the query parameters {@code limit} and {@code cursor} of a list. */
public final class PageParameters {
    public static final int MAX_LIMIT = 200;
    public static final int DEFAULT_LIMIT = 50;

    private PageParameters() {}

    /** Null for the default. Throws a problem (400) unless it is 1 to {@link #MAX_LIMIT}. */
    public static int limit(@Nullable String limit) {
        if (limit == null || limit.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        try {
            int wanted = Integer.parseInt(limit);
            if (wanted >= 1 && wanted <= MAX_LIMIT) {
                return wanted;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw ProblemException.badField("limit", "must be 1 to " + MAX_LIMIT + ", was " + Segments.quoted(limit));
    }

    /** The key last seen; empty for the beginning. Throws a problem (400) for what can be no key. */
    public static String after(@Nullable String cursor, Predicate<String> isKey) {
        if (cursor == null || cursor.isEmpty()) {
            return "";
        }
        if (!isKey.test(cursor)) {
            throw badCursor(cursor);
        }
        return cursor;
    }

    /** For a cursor that no list ever gave out. */
    public static ProblemException badCursor(String cursor) {
        return ProblemException.badField(
                "cursor", "must be the nextCursor of an earlier answer, was " + Segments.quoted(cursor));
    }
}
