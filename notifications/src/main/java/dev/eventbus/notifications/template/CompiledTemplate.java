package dev.eventbus.notifications.template;

import io.quarkus.qute.Expression;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A template ready to be rendered; immutable, for use by many threads. Made by {@link Templates}. */
public final class CompiledTemplate {
    private final Template template;
    private final Set<String> names;

    CompiledTemplate(Template template) {
        this.template = template;
        this.names = template.getExpressions().stream()
                .filter(expression -> !expression.isLiteral())
                .flatMap(expression -> expression.getParts().stream().limit(2))
                .map(Expression.Part::getName)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Renders for delivery: an unknown value is empty. Output beyond the limit is not kept.
     *
     * @param data plain maps, lists, strings, numbers and booleans only
     * @throws IllegalArgumentException if it cannot be rendered
     */
    public String render(Map<String, ?> data, int limit) {
        return render(data, limit, null);
    }

    /** As {@link #render}, but throws {@link IllegalArgumentException} naming the values that are unknown. */
    public String renderStrictly(Map<String, ?> data, int limit) {
        Set<String> unknown = new TreeSet<>();
        String text = render(data, limit, unknown);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("template names unknown values: " + String.join(", ", unknown));
        }
        return text;
    }

    /** Whether the output may depend on this value. */
    boolean uses(String name) {
        return names.contains(name);
    }

    /** Whether any value it names is not there, or null. */
    boolean namesUnknown(Map<String, ?> data) {
        return template.getExpressions().stream()
                .filter(expression -> !expression.isLiteral())
                .anyMatch(expression -> value(expression, data) == null);
    }

    private static @Nullable Object value(Expression expression, Map<String, ?> data) {
        Object value = data;
        for (Expression.Part part : expression.getParts()) {
            value = value instanceof Map<?, ?> map ? map.get(part.getName()) : null;
        }
        return value;
    }

    /** @param unknown takes the names of values that are written and not there; null if nobody asks */
    String render(Map<String, ?> data, int limit, @Nullable Set<String> unknown) {
        StringBuilder text = new StringBuilder();
        try {
            OnlyScalars.noting(
                    unknown,
                    () -> template.data(data)
                            .consume(part -> append(text, part, limit))
                            .toCompletableFuture()
                            .join());
        } catch (TemplateException | CompletionException e) {
            Throwable cause = e instanceof TemplateException || e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(
                    "template could not be rendered: " + Templates.firstLine(String.valueOf(cause.getMessage())), e);
        }
        return text.toString();
    }

    // Bounded while it is written: a template may name a value of a megabyte two hundred times.
    private static void append(StringBuilder text, String part, int limit) {
        int room = limit + 1 - text.length();
        if (room > 0) {
            text.append(part, 0, Math.min(part.length(), room));
        }
    }
}
