package dev.eventbus.gateway.paging;

import dev.eventbus.gateway.problem.FieldError;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.topic.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which part of a list with ordered ids is asked for.
 *
 * @param limit how many at most; 1 to {@value #MAX_LIMIT}
 * @param after the id of the last item seen, empty for the beginning
 */
public record PageQuery(int limit, String after) {
    private static final int MAX_LIMIT = 200;
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_ERRORS = 20;

    /** Reads query parameters. Throws a {@link ProblemException} (400) naming every one that is wrong. */
    public static PageQuery parse(Map<String, List<String>> parameters) {
        List<FieldError> errors = new ArrayList<>();
        parameters.forEach((name, values) -> {
            try {
                check(name, values);
            } catch (IllegalArgumentException e) {
                errors.add(new FieldError(
                        name.length() > 100 ? name.substring(0, 100) : name, String.valueOf(e.getMessage())));
            }
        });
        if (!errors.isEmpty()) {
            throw new ProblemException(Problem.invalid(errors.subList(0, Math.min(MAX_ERRORS, errors.size()))));
        }
        return new PageQuery(
                Integer.parseInt(first(parameters, "limit", Integer.toString(DEFAULT_LIMIT))),
                first(parameters, "cursor", ""));
    }

    /** How many rows to read: one more than wanted tells whether the list goes on. */
    public int rows() {
        return limit + 1;
    }

    private static String first(Map<String, List<String>> parameters, String name, String fallback) {
        return parameters.getOrDefault(name, List.of(fallback)).getFirst();
    }

    private static void check(String name, List<String> values) {
        if (!name.equals("limit") && !name.equals("cursor")) {
            throw new IllegalArgumentException("there is no parameter of this name; known are cursor, limit");
        }
        if (values.size() != 1) {
            throw new IllegalArgumentException(name + " must be given once, was given " + values.size() + " times");
        }
        String value = values.getFirst();
        if (name.equals("limit") && !isLimit(value)) {
            throw new IllegalArgumentException(
                    "limit must be 1 to " + MAX_LIMIT + ", was " + Segments.quoted(value));
        }
        if (name.equals("cursor") && !value.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("cursor must be the nextCursor of an earlier answer");
        }
    }

    private static boolean isLimit(String text) {
        return text.matches("[0-9]{1,4}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MAX_LIMIT;
    }
}
