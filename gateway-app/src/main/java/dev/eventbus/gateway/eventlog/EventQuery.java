package dev.eventbus.gateway.eventlog;

import dev.eventbus.EventKey;
import dev.eventbus.gateway.problem.FieldError;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.topic.Segments;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to see of the event log.
 *
 * @param eventKey a key pattern, or null for all
 * @param resourceId null for any
 * @param actor null for any
 * @param from not before, or null
 * @param to before, or null
 * @param limit how many at most; 1 to {@value #MAX_LIMIT}
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
    private static final int MAX_LIMIT = 200;
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_ACTOR = 256;
    private static final Set<String> KNOWN = Set.of("eventKey", "resourceId", "actor", "from", "to", "limit", "cursor");

    /** Reads query parameters. Throws a {@link ProblemException} (400) naming every one that is wrong. */
    public static EventQuery parse(Map<String, List<String>> parameters) {
        Reader read = new Reader(parameters);
        EventQuery query = new EventQuery(
                read.as("eventKey", EventKey::parsePattern),
                read.as("resourceId", id -> Segments.require("resourceId", id)),
                read.as("actor", EventQuery::actor),
                read.as("from", text -> instant("from", text)),
                read.as("to", text -> instant("to", text)),
                Objects.requireNonNullElse(read.as("limit", EventQuery::limit), DEFAULT_LIMIT),
                read.as("cursor", Cursor::parse));
        read.check();
        return query;
    }

    private static String actor(String text) {
        if (text.length() > MAX_ACTOR || text.indexOf(0) >= 0) {
            throw new IllegalArgumentException("actor must be at most " + MAX_ACTOR + " characters without NUL");
        }
        return text;
    }

    private static Instant instant(String name, String text) {
        try {
            Instant instant = Instant.parse(text);
            return Stored.clamp(instant);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    name + " must be a UTC time such as 2026-11-21T08:09:50.123Z, was " + Segments.quoted(text), e);
        }
    }

    private static int limit(String text) {
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", was " + Segments.quoted(text));
        }
        return Integer.parseInt(text);
    }

    /** Takes each parameter once and remembers what was wrong. */
    private static final class Reader {
        private final Map<String, List<String>> parameters;
        private final List<FieldError> errors = new ArrayList<>();

        Reader(Map<String, List<String>> parameters) {
            this.parameters = parameters;
        }

        <T> @Nullable T as(String name, Function<String, T> reader) {
            List<String> values = parameters.getOrDefault(name, List.of());
            if (values.isEmpty()) {
                return null;
            }
            try {
                if (values.size() > 1) {
                    throw new IllegalArgumentException(
                            name + " must be given once, was given " + values.size() + " times");
                }
                return reader.apply(values.getFirst());
            } catch (IllegalArgumentException e) {
                errors.add(new FieldError(name, String.valueOf(e.getMessage())));
                return null;
            }
        }

        void check() {
            for (String name : parameters.keySet()) {
                if (!KNOWN.contains(name) && errors.size() < 20) {
                    errors.add(new FieldError(
                            name.length() > 100 ? name.substring(0, 100) : name,
                            "there is no parameter of this name; known are "
                                    + String.join(", ", new TreeSet<>(KNOWN))));
                }
            }
            if (!errors.isEmpty()) {
                throw new ProblemException(Problem.invalid(errors));
            }
        }
    }
}
