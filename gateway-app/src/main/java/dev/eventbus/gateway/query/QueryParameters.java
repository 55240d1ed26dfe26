package dev.eventbus.gateway.query;

import dev.eventbus.gateway.problem.FieldError;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.topic.Segments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query, taken by name. Collects everything that is wrong, so that one answer names all at fault:
 * read every parameter, then call {@link #check()}. For one thread.
 */
public final class QueryParameters {
    private static final int MAX_LIMIT = 200;
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_ERRORS = 20;
    private static final int MAX_NAME = 100;

    private final Map<String, List<String>> parameters;
    private final Set<String> known = new TreeSet<>();
    private final List<FieldError> errors = new ArrayList<>();

    public QueryParameters(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    /** A parameter turned into something by a function that throws {@link IllegalArgumentException}; null if absent. */
    public <T> @Nullable T as(String name, Function<String, T> reader) {
        known.add(name);
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.isEmpty()) {
            return null;
        }
        try {
            if (values.size() > 1) {
                throw new IllegalArgumentException(name + " must be given once, was given " + values.size() + " times");
            }
            return reader.apply(values.getFirst());
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError(name, String.valueOf(e.getMessage())));
            return null;
        }
    }

    /** A parameter that is a time, or null if it is absent. */
    public @Nullable Instant time(String name) {
        return as(name, text -> Times.parse(name, text));
    }

    /** The parameter {@code limit}: how many items at most, 1 to {@value #MAX_LIMIT}. */
    public int limit() {
        Integer limit = as("limit", QueryParameters::limit);
        return limit == null ? DEFAULT_LIMIT : limit;
    }

    /** The parameter {@code cursor}, or null if it is absent. */
    public @Nullable Cursor cursor() {
        return as("cursor", Cursor::parse);
    }

    private static Integer limit(String text) {
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", was " + Segments.quoted(text));
        }
        return Integer.valueOf(text);
    }

    /** Throws a {@link ProblemException} (400) naming every parameter at fault, those nobody asked for included. */
    public void check() {
        for (String name : parameters.keySet()) {
            if (!known.contains(name) && errors.size() < MAX_ERRORS) {
                errors.add(new FieldError(
                        name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name,
                        "there is no parameter of this name; known are " + String.join(", ", known)));
            }
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(Problem.invalid(errors));
        }
    }
}
