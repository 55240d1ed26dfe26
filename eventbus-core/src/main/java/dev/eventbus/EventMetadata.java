package dev.eventbus;

import dev.eventbus.topic.Segments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What travels with an event beside its payload.
 *
 * @param filters filter pairs, part of the topic; keys and each key's values are sorted, duplicates dropped
 * @param tags free labels, not part of the topic; at most 64 of at most 256 characters
 * @param actor who caused the event, if known
 * @param schemaVersion version of the payload's schema, if it has one
 * @param eventKey the key the publisher used, as written; at most 1,100 characters
 * @param traceparent the W3C trace context the event was published under, if any
 */
public record EventMetadata(
        Map<String, List<String>> filters,
        List<String> tags,
        @Nullable String actor,
        @Nullable String schemaVersion,
        @Nullable String eventKey,
        @Nullable String traceparent) {
    /** The most filter pairs one event may have. */
    public static final int MAX_FILTER_PAIRS = 64;

    private static final int MAX_TAGS = 64;
    private static final int MAX_TEXT = 256;
    private static final int MAX_KEY = 1_100;

    public static final EventMetadata EMPTY = new EventMetadata(Map.of(), List.of(), null, null, null, null);

    /** Version, trace id, parent id, flags (W3C Trace Context, 3.2). */
    private static final Pattern TRACEPARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    public EventMetadata {
        filters = sorted(filters);
        if (tags.size() > MAX_TAGS) {
            throw new IllegalArgumentException("tags must be at most " + MAX_TAGS + ", were " + tags.size());
        }
        tags.forEach(EventMetadata::requireTag);
        tags = List.copyOf(tags);
        limit("actor", actor, MAX_TEXT);
        limit("schemaVersion", schemaVersion, MAX_TEXT);
        limit("eventKey", eventKey, MAX_KEY);
        if (traceparent != null && !isTraceparent(traceparent)) {
            throw new IllegalArgumentException(
                    "traceparent must be as of W3C Trace Context, version-traceId-parentId-flags, was "
                            + Segments.quoted(traceparent));
        }
    }

    /** Without trace context. */
    public EventMetadata(
            Map<String, List<String>> filters,
            List<String> tags,
            @Nullable String actor,
            @Nullable String schemaVersion,
            @Nullable String eventKey) {
        this(filters, tags, actor, schemaVersion, eventKey, null);
    }

    /** Whether the text is a trace context, for those who rather go without than fail. */
    public static boolean isTraceparent(String text) {
        return TRACEPARENT.matcher(text).matches();
    }

    public EventMetadata withTraceparent(@Nullable String traceparent) {
        return new EventMetadata(filters, tags, actor, schemaVersion, eventKey, traceparent);
    }

    /** The 32 hexadecimal digits that name the trace, or null. */
    public @Nullable String traceId() {
        return traceparent == null ? null : traceparent.substring(3, 35);
    }

    private static Map<String, List<String>> sorted(Map<String, List<String>> filters) {
        if (filters.isEmpty()) {
            return Map.of();
        }
        TreeMap<String, List<String>> sorted = new TreeMap<>();
        int pairs = 0;
        for (Map.Entry<String, List<String>> filter : filters.entrySet()) {
            Segments.require("filter key", filter.getKey());
            List<String> values = sorted(filter.getKey(), filter.getValue());
            sorted.put(filter.getKey(), values);
            pairs += values.size();
        }
        if (pairs > MAX_FILTER_PAIRS) {
            throw new IllegalArgumentException("filters must be at most " + MAX_FILTER_PAIRS + " pairs, were " + pairs);
        }
        return Collections.unmodifiableMap(sorted);
    }

    private static List<String> sorted(String key, @Nullable List<String> values) {
        if (values == null || values.isEmpty()) {
            throw new IllegalArgumentException("filter " + key + " must have a value, had none");
        }
        values.forEach(value -> Segments.require("filter " + key, value));
        return List.copyOf(new TreeSet<>(values));
    }

    private static void requireTag(@Nullable String tag) {
        if (tag == null) {
            throw new IllegalArgumentException("tags must be texts, one was null");
        }
        limit("tags", tag, MAX_TEXT);
    }

    /** Half a surrogate pair has no UTF-8 form: it could be said here, but never sent. */
    private static void limit(String field, @Nullable String text, int max) {
        if (text == null) {
            return;
        }
        if (text.length() > max) {
            throw new IllegalArgumentException(field + " must be at most " + max + " characters, was " + text.length());
        }
        if (hasHalfPair(text)) {
            throw new IllegalArgumentException(field + " must be well-formed Unicode, had half a surrogate pair");
        }
    }

    private static boolean hasHalfPair(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                int point = text.codePointAt(i);
                if (point < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /** The filters as key, value, key, value…, sorted by key, then value. */
    public List<String> filterPairs() {
        if (filters.isEmpty()) {
            return List.of();
        }
        List<String> pairs = new ArrayList<>();
        filters.forEach((key, values) -> values.forEach(value -> {
            pairs.add(key);
            pairs.add(value);
        }));
        return pairs;
    }
}
