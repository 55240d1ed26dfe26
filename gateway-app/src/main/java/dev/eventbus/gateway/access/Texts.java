package dev.eventbus.gateway.access;

import dev.eventbus.topic.Segments;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** What texts of a request may look like. */
final class Texts {
    private static final int MAX_NAME = 100;
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Texts() {}

    static String requireName(String field, String text) {
        if (text.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    field + " must be at most " + MAX_NAME + " characters, was " + text.length());
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(field + " must not contain control characters");
        }
        return text;
    }

    static Instant requireFuture(String field, String text, Instant now) {
        try {
            Instant time = Instant.parse(text);
            if (time.isAfter(now) && time.isBefore(now.plus(LONGEST))) {
                return time.truncatedTo(ChronoUnit.MILLIS);
            }
        } catch (DateTimeParseException e) {
            // Told below, as any other time that will not do.
        }
        throw new IllegalArgumentException(
                field + " must be a UTC time to come such as 2036-11-21T08:09:50Z, was " + Segments.quoted(text));
    }

    /** Whether it could be the id of anything; what cannot is not there. */
    static boolean isId(String text) {
        return text.matches("[A-Za-z0-9_-]{1,64}");
    }
}
