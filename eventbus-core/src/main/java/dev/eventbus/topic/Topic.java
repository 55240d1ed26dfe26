package dev.eventbus.topic;

import dev.eventbus.EventMetadata;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The address of an event:
 * {@code events.{orgId}.{source}.{resource}.{event}.{resourceId}[.{filterKey}.{filterValue}...]}, filter pairs sorted
 * by key, then value.
 */
public final class Topic {
    /** The first segment of every topic. */
    public static final String ROOT = "events";

    /** How many segments stand before the filter pairs. */
    public static final int POSITIONS = 6;

    private static final int MAX_SEGMENTS = POSITIONS + 2 * EventMetadata.MAX_FILTER_PAIRS;

    private final String[] segments;

    /** Of what decides about the {@link Shape}: the segments from the organization to the event. */
    private final int shapeHash;

    /** Put together when first asked for; two threads at once make the same text. */
    private @Nullable String text;

    private Topic(String[] segments) {
        this.segments = segments;
        this.shapeHash = hashOfShape(segments);
    }

    /**
     * Puts together parts that an event has checked already; they are not checked again.
     *
     * @param positions the five segments behind {@value #ROOT}, in their order
     * @param filterPairs key, value, key, value…, sorted by key, then value, each pair once
     */
    public static Topic of(List<String> positions, List<String> filterPairs) {
        String[] segments = new String[1 + positions.size() + filterPairs.size()];
        segments[0] = ROOT;
        for (int i = 0; i < positions.size(); i++) {
            segments[1 + i] = positions.get(i);
        }
        for (int i = 0; i < filterPairs.size(); i++) {
            segments[1 + positions.size() + i] = filterPairs.get(i);
        }
        return new Topic(segments);
    }

    /**
     * Reads a topic; its filter pairs may be in any order.
     *
     * @throws IllegalArgumentException naming the segment that is wrong
     */
    public static Topic parse(String topic) {
        String[] segments = topic.split("\\.", -1);
        if (segments.length < POSITIONS || !segments[0].equals(ROOT)) {
            throw new IllegalArgumentException(
                    "topic must be events.{orgId}.{source}.{resource}.{event}.{resourceId}[.{key}.{value}…], was "
                            + Segments.quoted(topic));
        }
        if (segments.length > MAX_SEGMENTS) {
            throw new IllegalArgumentException("topic must have at most " + MAX_SEGMENTS + " segments, had "
                    + segments.length + " in " + Segments.quoted(topic));
        }
        for (int i = 1; i < segments.length; i++) {
            String name = "topic segment " + (i + 1);
            if (i == 3) {
                Segments.requireResource(name, segments[i]);
            } else {
                Segments.require(name, segments[i]);
            }
        }
        FilterPairs.requireWhole(topic, segments.length);
        return new Topic(
                segments.length == POSITIONS
                        ? segments
                        : FilterPairs.sorted(segments).toArray(new String[0]));
    }

    /** The segment at a position: 0 is {@value #ROOT}, 5 the resource id, even positions from 6 on filter keys. */
    public String segment(int position) {
        return segments[position];
    }

    public int size() {
        return segments.length;
    }

    public List<String> segments() {
        return List.of(segments);
    }

    public String organizationId() {
        return segments[1];
    }

    int shapeHash() {
        return shapeHash;
    }

    private static int hashOfShape(String[] segments) {
        int hash = segments[1].hashCode();
        for (int i = 2; i < POSITIONS - 1; i++) {
            hash = 31 * hash + segments[i].hashCode();
        }
        hash *= 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }

    /** Whether the topic has the filter pair; {@code *} as value asks for the key alone. */
    boolean hasPair(String key, String value) {
        for (int i = POSITIONS; i < segments.length; i += 2) {
            if (segments[i].equals(key) && (value.equals("*") || segments[i + 1].equals(value))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Topic topic && Arrays.equals(segments, topic.segments);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(segments);
    }

    @Override
    public String toString() {
        String known = text;
        if (known == null) {
            known = String.join(".", segments);
            text = known;
        }
        return known;
    }
}
