package dev.eventbus.notifications.template;

import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateException;
import io.quarkus.qute.TemplateInstance;
import java.util.Map;

/** A template ready to be rendered; immutable, for use by many threads. Made by {@link Templates}. */
public final class CompiledTemplate {
    private final Template strict;
    private final Template lenient;

    CompiledTemplate(Template strict, Template lenient) {
        this.strict = strict;
        this.lenient = lenient;
    }

    /**
     * Renders for delivery: an unknown value is empty. Output beyond the limit is not kept.
     *
     * @param data plain maps, lists, strings, numbers and booleans only
     */
    public String render(Map<String, ?> data, int limit) {
        return render(lenient, data, limit);
    }

    /** As {@link #render}, but throws {@link IllegalArgumentException} naming a value that is unknown. */
    public String renderStrictly(Map<String, ?> data, int limit) {
        return render(strict, data, limit);
    }

    /** Whether the text differs from recipient to recipient. */
    boolean isPersonal() {
        return strict.getExpressions().stream()
                .anyMatch(expression -> expression.toOriginalString().contains("recipient"));
    }

    private static String render(Template template, Map<String, ?> data, int limit) {
        TemplateInstance instance = template.data(data);
        StringBuilder text = new StringBuilder();
        try {
            instance.consume(part -> append(text, part, limit))
                    .toCompletableFuture()
                    .join();
        } catch (TemplateException | java.util.concurrent.CompletionException e) {
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
