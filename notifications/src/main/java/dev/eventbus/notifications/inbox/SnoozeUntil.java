package dev.eventbus.notifications.inbox;

import dev.eventbus.notifications.json.Members;
import dev.eventbus.topic.Segments;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads until when a notification shall be out of sight. */
final class SnoozeUntil {
    private static final Duration LONGEST = Duration.ofDays(366);

    private SnoozeUntil() {}

    /** Throws a problem (400) unless it is a time to come within a year. */
    static Instant parse(byte @Nullable [] body, Instant now) {
        Members members = Members.read(body);
        Instant until = members.text("until", text -> time(text, now));
        if (until == null && members.isSound()) {
            members.refuse("until", "must be given, such as " + now.plus(Duration.ofHours(1)));
        }
        members.check();
        return Objects.requireNonNull(until, "checked");
    }

    private static Instant time(String text, Instant now) {
        try {
            Instant until = Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
            if (until.isAfter(now) && until.isBefore(now.plus(LONGEST))) {
                return until;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Said below, as for a time that is not to come.
        }
        throw new IllegalArgumentException("must be a time to come within a year, such as "
                + now.plus(Duration.ofHours(1)) + ", was " + Segments.quoted(text));
    }
}
