package dev.eventbus.notifications.rule;

import dev.eventbus.notifications.problem.ProblemException;
import dev.eventbus.topic.Segments;
import org.jspecify.annotations.Nullable;

/** Reads which part of the list of rules is wanted. */
final class RulePages {
    private static final int MAX_LIMIT = 200;
    private static final int DEFAULT_LIMIT = 50;

    private RulePages() {}

    /** The key of the last rule seen; empty for the beginning. */
    static String after(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return "";
        }
        if (!RuleReader.isKey(cursor)) {
            throw ProblemException.badField(
                    "cursor", "must be the nextCursor of an earlier answer, was " + Segments.quoted(cursor));
        }
        return cursor;
    }

    static int limit(@Nullable String limit) {
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
}
