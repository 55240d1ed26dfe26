package dev.eventbus.gateway.json;

import dev.eventbus.topic.Segments;

/** Names that people give things: short, and without control characters. */
public final class ShortText {
    private ShortText() {}

    /** The text itself, or an {@link IllegalArgumentException} that names the field. */
    public static String require(String name, String text, int most) {
        if (text.length() > most) {
            throw new IllegalArgumentException(name + " must be at most " + most + " characters, was " + text.length());
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    name + " must not contain control characters, was " + Segments.quoted(text));
        }
        return text;
    }
}
