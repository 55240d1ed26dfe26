package dev.eventbus;

import dev.eventbus.topic.Segments;
import org.jspecify.annotations.Nullable;

/**
 * The short name of an event, {@code [source.]resource.event}: two segments are resource and event, three have the
 * source in front; with more, the middle ones joined by {@code :} are the resource.
 *
 * @param source null where the key leaves it to the publisher
 * @param resource segments joined by {@code :}
 * @param event what happened
 */
public record EventKey(@Nullable String source, String resource, String event) {
    private static final int MAX_SEGMENTS = 16;

    public EventKey {
        requireNoDot("source", source);
        requireNoDot("resource", resource);
        requireNoDot("event", event);
    }

    /** The rest is checked where a key is read and where it becomes part of a topic. */
    private static void requireNoDot(String name, @Nullable String segment) {
        if (segment != null && segment.indexOf('.') >= 0) {
            throw new IllegalArgumentException(name + " must have no dot, was " + Segments.quoted(segment));
        }
    }

    /** Reads a key of a concrete event. Throws {@link IllegalArgumentException} naming the segment that is wrong. */
    public static EventKey parse(@Nullable String key) {
        return parse("eventKey", key, false);
    }

    /**
     * Reads a key pattern: each segment may be {@code *}. A pattern of two segments matches any source, so its source
     * becomes {@code *}.
     */
    public static EventKey parsePattern(@Nullable String pattern) {
        EventKey key = parse("eventPattern", pattern, true);
        return key.source == null ? new EventKey("*", key.resource, key.event) : key;
    }

    private static EventKey parse(String name, @Nullable String key, boolean wildcards) {
        if (key == null || key.isBlank()) {
            throw new IllegalArgumentException(
                    name + " must be [source.]resource.event, for example crm.deal.closed, was missing");
        }
        String[] segments = key.split("\\.", -1);
        if (segments.length < 2 || segments.length > MAX_SEGMENTS) {
            throw new IllegalArgumentException(name + " must have 2 to " + MAX_SEGMENTS
                    + " segments ([source.]resource.event), had " + segments.length + " in " + Segments.quoted(key));
        }
        for (int i = 0; i < segments.length; i++) {
            if (!(wildcards && segments[i].equals("*"))) {
                Segments.require(name + " segment " + (i + 1), segments[i]);
            }
        }
        int last = segments.length - 1;
        if (segments.length == 2) {
            return new EventKey(null, segments[0], segments[1]);
        }
        String resource = String.join(":", java.util.Arrays.asList(segments).subList(1, last));
        return new EventKey(segments[0], resource, segments[last]);
    }

    /** The source this key names, else the publisher's own. */
    public String sourceOr(String publisher) {
        return source == null ? publisher : source;
    }

    /** The key as written, {@code :} turned back into dots. */
    @Override
    public String toString() {
        String tail = resource.replace(':', '.') + '.' + event;
        return source == null ? tail : source + '.' + tail;
    }
}
