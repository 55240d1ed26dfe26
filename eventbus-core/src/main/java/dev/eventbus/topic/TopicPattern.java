package dev.eventbus.topic;

import dev.eventbus.EventKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Which topics a subscription wants.
 *
 * <ul>
 *   <li>{@code *} in one of the six positions matches exactly one segment; as one {@code :}-part of a resource it
 *       matches exactly one part.
 *   <li>Without filter pairs a pattern matches topics with any filters or none; with pairs, topics that have every one
 *       of them, in any order. {@code *} as a filter value means "has this key".
 *   <li>{@code >} as the last segment matches one or more remaining segments; behind filter pairs it asks for at least
 *       one further pair. A lone {@code >} matches everything.
 * </ul>
 */
public final class TopicPattern {
    /** The most segments a pattern may have. */
    public static final int MAX_SEGMENTS = 32;

    private final List<String> segments;
    private final boolean open;

    /** @param open whether the pattern ended in {@code >}, which {@code segments} no longer has */
    private TopicPattern(List<String> segments, boolean open) {
        this.segments = segments;
        this.open = open;
    }

    /** Reads a pattern. Throws {@link IllegalArgumentException} that names the segment and says what is allowed. */
    public static TopicPattern parse(String pattern) {
        String[] written = pattern.split("\\.", -1);
        if (written.length > MAX_SEGMENTS) {
            throw new IllegalArgumentException("pattern must have at most " + MAX_SEGMENTS + " segments, had "
                    + written.length + " in " + Segments.quoted(pattern));
        }
        boolean open = written[written.length - 1].equals(">");
        String[] segments = open ? Arrays.copyOf(written, written.length - 1) : written;
        if (!open && segments.length < Topic.POSITIONS) {
            throw new IllegalArgumentException("pattern must have the six positions"
                    + " events.{orgId}.{source}.{resource}.{event}.{resourceId} or end in '>', was "
                    + Segments.quoted(pattern));
        }
        for (int i = 0; i < segments.length; i++) {
            requireSegment(pattern, i, segments[i]);
        }
        if (segments.length > Topic.POSITIONS) {
            FilterPairs.requireWhole(pattern, segments.length);
        }
        return new TopicPattern(FilterPairs.sorted(segments), open);
    }

    /**
     * The pattern of a subscription in the bus's own terms.
     *
     * @param organization an organization id, or {@code *} for all
     * @param key a key pattern, see {@link EventKey#parsePattern}
     * @param resourceId a resource id, or {@code *} for any
     * @param filters the pairs an event must have, by key
     */
    public static TopicPattern of(
            String organization, EventKey key, String resourceId, Map<String, List<String>> filters) {
        List<String> segments = new ArrayList<>(
                List.of(Topic.ROOT, organization, key.sourceOr("*"), key.resource(), key.event(), resourceId));
        filters.forEach((name, values) -> values.forEach(value -> {
            segments.add(name);
            segments.add(value);
        }));
        return parse(String.join(".", segments));
    }

    private static void requireSegment(String pattern, int position, String segment) {
        String name = "pattern segment " + (position + 1);
        boolean filterKey = position >= Topic.POSITIONS && position % 2 == 0;
        if (segment.equals(">")) {
            throw new IllegalArgumentException(
                    name + " must not be '>', which only the last segment may be, in " + Segments.quoted(pattern));
        }
        if (position == 0 && !segment.equals(Topic.ROOT) && !segment.equals("*")) {
            throw new IllegalArgumentException(name + " must be events, was " + Segments.quoted(segment));
        }
        if (segment.equals("*") && filterKey) {
            throw new IllegalArgumentException(
                    name + " must not be '*': a filter key has to be named, in " + Segments.quoted(pattern));
        }
        if (segment.equals("*")) {
            return;
        }
        if (position == 3) {
            Segments.requireResource(name, segment.replaceAll("(?<=^|:)\\*(?=:|$)", "x"));
        } else {
            Segments.require(name, segment);
        }
    }

    public boolean matches(Topic topic) {
        int positions = Math.min(segments.size(), Topic.POSITIONS);
        for (int i = 0; i < positions; i++) {
            if (!matchesPosition(i, topic.segment(i))) {
                return false;
            }
        }
        for (int i = Topic.POSITIONS; i < segments.size(); i += 2) {
            if (!topic.hasPair(segments.get(i), segments.get(i + 1))) {
                return false;
            }
        }
        return !open || topic.size() > Math.max(segments.size(), 0);
    }

    private boolean matchesPosition(int position, String segment) {
        String wanted = segments.get(position);
        if (wanted.equals("*") || wanted.equals(segment)) {
            return true;
        }
        return position == 3 && wanted.indexOf('*') >= 0 && matchesParts(wanted.split(":"), segment.split(":"));
    }

    private static boolean matchesParts(String[] wanted, String[] parts) {
        if (wanted.length != parts.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (!wanted[i].equals("*") && !wanted[i].equals(parts[i])) {
                return false;
            }
        }
        return true;
    }

    /** The segments as matched: filter pairs sorted, without a closing {@code >}. */
    public List<String> segments() {
        return segments;
    }

    /** Whether the pattern ends in {@code >}. */
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicPattern pattern && open == pattern.open && segments.equals(pattern.segments);
    }

    @Override
    public int hashCode() {
        return 31 * segments.hashCode() + Boolean.hashCode(open);
    }

    @Override
    public String toString() {
        String written = String.join(".", segments);
        if (!open) {
            return written;
        }
        return written.isEmpty() ? ">" : written + ".>";
    }
}
