package dev.eventbus.gateway.access;

import dev.eventbus.gateway.problem.FieldError;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.topic.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param limit 1 to {@value #MAX_LIMIT}
 * @param cursor behind which item of an earlier answer to go on, or null
 */
record Paging(int limit, @Nullable String cursor) {
    private static final int MAX_LIMIT = 200;
    private static final int DEFAULT_LIMIT = 50;

    /** Reads query parameters. Throws a {@link ProblemException} (400) naming every one that is wrong. */
    static Paging parse(Map<String, List<String>> parameters) {
        List<FieldError> errors = new ArrayList<>();
        parameters.forEach((name, values) -> {
            String fault = fault(name, values);
            if (fault != null && errors.size() < 20) {
                errors.add(new FieldError(name.length() > 100 ? name.substring(0, 100) : name, fault));
            }
        });
        if (!errors.isEmpty()) {
            throw new ProblemException(Problem.invalid(errors));
        }
        String limit =
                parameters.getOrDefault("limit", List.of("" + DEFAULT_LIMIT)).getFirst();
        return new Paging(
                Integer.parseInt(limit),
                parameters.containsKey("cursor") ? parameters.get("cursor").getFirst() : null);
    }

    private static @Nullable String fault(String name, List<String> values) {
        if (!name.equals("limit") && !name.equals("cursor")) {
            return "there is no parameter of this name; known are cursor, limit";
        }
        if (values.size() != 1) {
            return name + " must be given once, was given " + values.size() + " times";
        }
        String value = values.getFirst();
        boolean isLimit =
                value.matches("[0-9]{1,4}") && Integer.parseInt(value) >= 1 && Integer.parseInt(value) <= MAX_LIMIT;
        if (name.equals("limit")) {
            return isLimit ? null : "limit must be 1 to " + MAX_LIMIT + ", was " + Segments.quoted(value);
        }
        return value.matches("[A-Za-z0-9_-]{1,64}") ? null : "cursor must be the nextCursor of an earlier answer";
    }

    /** The cursor of a list that is numbered downwards; the top if there is none. */
    long before() {
        if (cursor == null) {
            return Long.MAX_VALUE;
        }
        if (!cursor.matches("[0-9]{1,18}")) {
            throw new ProblemException(Problem.invalid("cursor", "cursor must be the nextCursor of an earlier answer"));
        }
        return Long.parseLong(cursor);
    }
}
