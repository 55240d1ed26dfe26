package dev.eventbus.gateway.realtime;

import dev.eventbus.EventKey;
import dev.eventbus.EventMetadata;
import dev.eventbus.Position;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.gateway.problem.FieldError;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.topic.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants to hear on an event stream.
 *
 * @param workspaceId whose events
 * @param wanted which of them
 * @param after the last position it has heard; null begins with what comes now
 */
record StreamRequest(
        String workspaceId, Wanted wanted, @Nullable Position after) {
    private static final Set<String> KNOWN = Set.of("pattern", "filter", "lastEventId");
    private static final String EVERYTHING = "*.*.*";

    /**
     * Reads query parameters. Throws a {@link ProblemException} (400) naming every one that is wrong.
     *
     * @param lastEventId the header, which wins: a browser that comes back sends it, and the address it had
     */
    static StreamRequest parse(String workspaceId, Map<String, List<String>> parameters, @Nullable String lastEventId) {
        List<FieldError> errors = new ArrayList<>();
        String pattern = Objects.requireNonNullElse(
                attempt(errors, "pattern", () -> one("pattern", parameters, StreamRequest::pattern)), EVERYTHING);
        SubscribeOptions wanted = attempt(
                errors,
                "filter",
                () -> filtered(
                        SubscribeOptions.to(pattern).org(workspaceId), parameters.getOrDefault("filter", List.of())));
        Position after = lastEventId != null
                ? attempt(errors, "Last-Event-ID", () -> position("Last-Event-ID", lastEventId))
                : attempt(
                        errors,
                        "lastEventId",
                        () -> one("lastEventId", parameters, text -> position("lastEventId", text)));
        parameters.keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .limit(20)
                .forEach(name -> errors.add(new FieldError(
                        name.length() > 100 ? name.substring(0, 100) : name,
                        "there is no parameter of this name; known are filter, lastEventId, pattern")));
        if (!errors.isEmpty() || wanted == null) {
            throw new ProblemException(Problem.invalid(errors));
        }
        return new StreamRequest(
                workspaceId, new Wanted(EventKey.parsePattern(pattern), wanted, wanted.pattern()), after);
    }

    private static String pattern(String text) {
        var unused = EventKey.parsePattern(text);
        return text;
    }

    private static SubscribeOptions filtered(SubscribeOptions options, List<String> filters) {
        if (filters.size() > EventMetadata.MAX_FILTER_PAIRS) {
            throw new IllegalArgumentException("filter must be given at most " + EventMetadata.MAX_FILTER_PAIRS
                    + " times, was given " + filters.size() + " times");
        }
        SubscribeOptions wanted = options;
        for (String filter : filters) {
            int colon = filter.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException(
                        "filter must be key:value, such as participant:part_789, was " + Segments.quoted(filter));
            }
            wanted = wanted.filter(filter.substring(0, colon), filter.substring(colon + 1));
        }
        var unused = wanted.pattern();
        return wanted;
    }

    private static Position position(String name, String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException(
                    name + " must be the id of an event of this stream, a number, was " + Segments.quoted(text));
        }
        return new Position(Long.parseLong(text));
    }

    private static <T> @Nullable T one(String name, Map<String, List<String>> parameters, Function<String, T> reader) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new IllegalArgumentException(name + " must be given once, was given " + values.size() + " times");
        }
        return values.isEmpty() ? null : reader.apply(values.getFirst());
    }

    private static <T> @Nullable T attempt(List<FieldError> errors, String name, Reading<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError(name, String.valueOf(e.getMessage())));
            return null;
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        @Nullable
        T get();
    }
}
