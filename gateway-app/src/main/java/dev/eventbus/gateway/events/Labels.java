package dev.eventbus.gateway.events;

import dev.eventbus.topic.Segments;

/** Free text that travels in an event's metadata: short, and without control characters. */
final class Labels {
    private static final int MAX_LENGTH = 256;

    private Labels() {}

    static String require(String name, String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    name + " must be at most " + MAX_LENGTH + " characters, was " + text.length());
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    name + " must not contain control characters, was " + Segments.quoted(text));
        }
        return text;
    }
}
