package dev.eventbus.notifications.template;

import dev.eventbus.notifications.event.EventData;

/**
 * What must hold for an event beyond its key, in the language of {@code {#if}} over {@code event} and {@code payload},
 * such as {@code payload.amount > 100 && payload.state == 'open'}. A value that is not there counts as false, and so
 * does a comparison with it.
 */
public final class Condition {
    /** The longest condition, in characters. */
    public static final int MAX = 500;

    private static final String FIELD = "condition";

    private final CompiledTemplate template;

    private Condition(CompiledTemplate template) {
        this.template = template;
    }

    /** Throws {@link IllegalArgumentException} that says what is wrong with it. */
    public static Condition of(String source) {
        if (source.isBlank() || source.length() > MAX) {
            throw new IllegalArgumentException(
                    FIELD + " must have 1 to " + MAX + " characters, had " + source.length());
        }
        // A brace would end the condition and begin a template.
        if (source.chars().anyMatch(c -> c == '{' || c == '}' || c == '\n' || c == '\r')) {
            throw new IllegalArgumentException(FIELD + " must be on one line and have no braces");
        }
        CompiledTemplate template = Templates.text(FIELD, "{#if " + source + "}y{/if}");
        if (template.uses("recipient")) {
            throw new IllegalArgumentException(FIELD + " must only use event and payload, used recipient");
        }
        return new Condition(template);
    }

    /** Throws {@link IllegalArgumentException} if the values it compares cannot be compared. */
    public boolean holds(EventData data) {
        return template.render(data.plain(), 1).equals("y");
    }
}
