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

    private static final int RESOURCE = 3;

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
        requirePairs(pattern, segments.length, open);
        return new TopicPattern(FilterPairs.sorted(segments), open);
    }

    /**
     * The pattern of a subscription in the bus's own terms.
     *
     * @param organization an organization id, or {@code *} for all
     * @param key a key pattern, see {@link EventKey#parsePattern}
     * @param resourceId a resource id, or {@code *} for any
     * @param filters the pairs an event must have, by key
     * @throws IllegalArgumentException naming what is no segment
     */
    public static TopicPattern of(
            String organization, EventKey key, String resourceId, Map<String, List<String>> filters) {
        requireNamed("organization", organization);
        requireNamed("resourceId", resourceId);
        List<String> segments = new ArrayList<>(
                List.of(Topic.ROOT, organization, key.sourceOr("*"), key.resource(), key.event(), resourceId));
        filters.forEach((name, values) -> values.forEach(value -> {
            Segments.require("filter key", name);
            requireNamed("filter " + name, value);
            segments.add(name);
            segments.add(value);
        }));
        return parse(String.join(".", segments));
    }

    /** Before joining, or a dot in a value would make two segments of it. */
    private static void requireNamed(String name, String segment) {
        if (!segment.equals("*")) {
            Segments.require(name, segment);
        }
    }

    private static void requirePairs(String pattern, int segments, boolean open) {
        if (open && segments > Topic.POSITIONS && (segments - Topic.POSITIONS) % 2 != 0) {
            throw new IllegalArgumentException("pattern segment " + (segments + 1)
                    + " must not be '>' where a filter value belongs; use '*' for any value, in "
                    + Segments.quoted(pattern));
        }
        FilterPairs.requireWhole(pattern, segments);
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
        if (position == RESOURCE) {
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
        return matchesFilters(topic);
    }

    /**
     * Whether the pairs, and a {@code >} behind them, match. No two pairs of a pattern match by one pair of a topic,
     * so a topic that has them all and is longer has something left for {@code >}.
     */
    boolean matchesFilters(Topic topic) {
        for (int i = Topic.POSITIONS; i < segments.size(); i += 2) {
            if (!topic.hasPair(segments.get(i), segments.get(i + 1))) {
                return false;
            }
        }
        return !open || topic.size() > segments.size();
    }

    /** Whether the resource position has {@code *} as some of its {@code :}-parts: no single token to look up. */
    boolean hasPartWildcard() {
        return segments.size() > RESOURCE && isPartWildcard(segments.get(RESOURCE));
    }

    private static boolean isPartWildcard(String resource) {
        return resource.length() > 1 && resource.indexOf('*') >= 0;
    }

    /** Whether more than the six positions decides: filter pairs, or a {@code >} behind the id. */
    boolean hasFilters() {
        return segments.size() > Topic.POSITIONS || (open && segments.size() == Topic.POSITIONS);
    }

    /** Whether six positions, compared token by token, say it all. */
    boolean isPlain() {
        return !hasFilters() && !hasPartWildcard();
    }

    /** Whether the resource position matches by itself. */
    boolean matchesResource(Topic topic) {
        return segments.size() <= RESOURCE || matchesPosition(RESOURCE, topic.segment(RESOURCE));
    }

    /** The same six positions without filter pairs: what to ask of a transport that knows no filters. */
    public TopicPattern withoutFilters() {
        if (segments.size() < Topic.POSITIONS) {
            return this;
        }
        return new TopicPattern(segments.subList(0, Topic.POSITIONS), false);
    }

    private boolean matchesPosition(int position, String segment) {
        String wanted = segments.get(position);
        if (wanted.equals("*") || wanted.equals(segment)) {
            return true;
        }
        return position == RESOURCE && isPartWildcard(wanted) && matchesParts(wanted.split(":"), segment.split(":"));
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
