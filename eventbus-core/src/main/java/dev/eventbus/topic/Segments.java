package dev.eventbus.topic;

import org.jspecify.annotations.Nullable;

/** The one rule for what may stand between two dots of a topic: {@code [A-Za-z0-9_-]{1,64}}. */
public final class Segments {
    /** The longest segment, in characters. */
    public static final int MAX_LENGTH = 64;

    private static final int MAX_RESOURCE_PARTS = 14;

    private Segments() {}

    /** Returns the segment, or throws an {@link IllegalArgumentException} that names it and says what is allowed. */
    public static String require(String name, @Nullable String segment) {
        if (segment == null || !isSegment(segment, 0, segment.length())) {
            throw new IllegalArgumentException(name + " must match [A-Za-z0-9_-]{1,64}, was " + quoted(segment));
        }
        return segment;
    }

    /** As {@link #require}, for a resource: 1 to 14 segments joined by {@code :}. */
    public static String requireResource(String name, @Nullable String resource) {
        if (resource == null || !isResource(resource)) {
            throw new IllegalArgumentException(
                    name + " must be 1 to 14 parts of [A-Za-z0-9_-]{1,64} joined by ':', was " + quoted(resource));
        }
        return resource;
    }

    static boolean isSegment(String text, int from, int to) {
        if (to <= from || to - from > MAX_LENGTH) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (!isAllowed(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isResource(String text) {
        int from = 0;
        for (int parts = 1; parts <= MAX_RESOURCE_PARTS; parts++) {
            int colon = text.indexOf(':', from);
            int to = colon < 0 ? text.length() : colon;
            if (!isSegment(text, from, to)) {
                return false;
            }
            if (colon < 0) {
                return true;
            }
            from = colon + 1;
        }
        return false;
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    /** Quotes text of unknown origin for a message: cut to 80 characters, control characters escaped. */
    public static String quoted(@Nullable String text) {
        if (text == null) {
            return "missing";
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().limit(80).forEach(c -> {
            if (c < 0x20 || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029) {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append(text.length() > 80 ? "…\"" : "\"").toString();
    }
}
