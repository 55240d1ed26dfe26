package dev.eventbus.notifications.inbox;

import dev.eventbus.notifications.problem.ProblemException;
import dev.eventbus.topic.Segments;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** The newest notification that "read all" is to cover, so that a later one is not swallowed. */
sealed interface UpTo {
    /** RFC 3339 ends with four digits of a year; the parser does not. */
    Instant TOO_LATE = Instant.parse("+10000-01-01T00:00:00Z");

    Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    /** Up to this notification, it included. */
    record Id(String id) implements UpTo {}

    /** Up to this time, it included. */
    record Time(Instant time) implements UpTo {}

    /** Reads a notification id or an RFC 3339 time. */
    static UpTo parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw refused("must be a notification id or a time, was missing");
        }
        if (NotificationId.isWellFormed(text)) {
            return new Id(text);
        }
        return new Time(time(text));
    }

    private static Instant time(String text) {
        try {
            Instant time = Instant.parse(text);
            if (!time.isBefore(EARLIEST) && time.isBefore(TOO_LATE)) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // Said below, as for a time that no database can hold.
        }
        throw refused(
                "must be a notification id or a time such as 2026-11-21T08:09:50.123Z, was " + Segments.quoted(text));
    }

    static ProblemException refused(String message) {
        return ProblemException.badField("upTo", message);
    }
}
