package dev.eventbus;

import dev.eventbus.topic.Segments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What travels with an event beside its payload.
 *
 * @param filters filter pairs, part of the topic; keys and each key's values are sorted, duplicates dropped
 * @param tags free labels, not part of the topic; at most 64 of at most 256 characters
 * @param actor who caused the event, if known
 * @param schemaVersion version of the payload's schema, if it has one
 * @param eventKey the key the publisher used, as written
 */
public record EventMetadata(
        Map<String, List<String>> filters,
        List<String> tags,
        @Nullable String actor,
        @Nullable String schemaVersion,
        @Nullable String eventKey) {
    /** The most filter pairs one event may have. */
    public static final int MAX_FILTER_PAIRS = 64;

    private static final int MAX_TAGS = 64;
    private static final int MAX_TEXT = 256;

    public static final EventMetadata EMPTY = new EventMetadata(Map.of(), List.of(), null, null, null);

    public EventMetadata {
        filters = sorted(filters);
        tags = List.copyOf(tags);
        if (tags.size() > MAX_TAGS) {
            throw new IllegalArgumentException("tags must be at most " + MAX_TAGS + ", were " + tags.size());
        }
        tags.forEach(tag -> limit("tags", tag));
        limit("actor", actor);
        limit("schemaVersion", schemaVersion);
    }

    private static Map<String, List<String>> sorted(Map<String, List<String>> filters) {
        if (filters.isEmpty()) {
            return Map.of();
        }
        TreeMap<String, List<String>> sorted = new TreeMap<>();
        int pairs = 0;
        for (Map.Entry<String, List<String>> filter : filters.entrySet()) {
            Segments.require("filter key", filter.getKey());
            filter.getValue().forEach(value -> Segments.require("filter " + filter.getKey(), value));
            List<String> values = List.copyOf(new TreeSet<>(filter.getValue()));
            if (values.isEmpty()) {
                throw new IllegalArgumentException("filter " + filter.getKey() + " must have a value, had none");
            }
            sorted.put(filter.getKey(), values);
            pairs += values.size();
        }
        if (pairs > MAX_FILTER_PAIRS) {
            throw new IllegalArgumentException("filters must be at most " + MAX_FILTER_PAIRS + " pairs, were " + pairs);
        }
        return Collections.unmodifiableMap(sorted);
    }

    private static void limit(String field, @Nullable String text) {
        if (text != null && text.length() > MAX_TEXT) {
            throw new IllegalArgumentException(
                    field + " must be at most " + MAX_TEXT + " characters, was " + text.length());
        }
    }

    /** The filters as key, value, key, value…, sorted by key, then value. */
    public List<String> filterPairs() {
        List<String> pairs = new ArrayList<>();
        filters.forEach((key, values) -> values.forEach(value -> {
            pairs.add(key);
            pairs.add(value);
        }));
        return pairs;
    }
}
