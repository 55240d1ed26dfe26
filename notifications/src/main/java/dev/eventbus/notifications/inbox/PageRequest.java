package dev.eventbus.notifications.inbox;

import dev.eventbus.notifications.page.PageParameters;
import dev.eventbus.notifications.problem.ProblemException;
import dev.eventbus.topic.Segments;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which part of an inbox is wanted.
 *
 * @param statuses only notifications in one of these
 * @param view only what the inbox shows there
 * @param before only those with a smaller sequence
 * @param limit at most so many
 */
record PageRequest(Set<Status> statuses, View view, long before, int limit) {
    /** Reads query parameters; each null for its default. Throws naming the one that is wrong. */
    static PageRequest of(
            @Nullable String status, @Nullable String view, @Nullable String cursor, @Nullable String limit) {
        return new PageRequest(statuses(status), view(view), before(cursor), PageParameters.limit(limit));
    }

    static String cursorAt(long seq) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Long.toString(seq).getBytes(StandardCharsets.US_ASCII));
    }

    private static Set<Status> statuses(@Nullable String status) {
        if (status == null || status.isEmpty()) {
            return EnumSet.allOf(Status.class);
        }
        if (status.equals("UNREAD")) {
            return Status.UNREAD;
        }
        try {
            return EnumSet.of(Status.valueOf(status));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badField(
                    "status",
                    "must be CREATED, DELIVERED, READ, EXPIRED, FAILED or UNREAD, was " + Segments.quoted(status));
        }
    }

    private static View view(@Nullable String view) {
        return switch (view == null || view.isEmpty() ? "INBOX" : view) {
            case "INBOX" -> View.INBOX;
            case "SNOOZED" -> View.SNOOZED;
            case "ARCHIVED" -> View.ARCHIVED;
            default ->
                throw ProblemException.badField(
                        "view", "must be INBOX, SNOOZED or ARCHIVED, was " + Segments.quoted(view));
        };
    }

    private static long before(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return Long.MAX_VALUE;
        }
        try {
            String seq = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            return Long.parseLong(seq);
        } catch (IllegalArgumentException e) {
            throw PageParameters.badCursor(cursor);
        }
    }
}
