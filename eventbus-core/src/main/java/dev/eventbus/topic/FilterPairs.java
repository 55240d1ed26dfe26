package dev.eventbus.topic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** The pairs behind a topic's six positions: whole, each once, and in one order. */
final class FilterPairs {
    private FilterPairs() {}

    static void requireWhole(String topic, int segments) {
        if (segments > Topic.POSITIONS && (segments - Topic.POSITIONS) % 2 != 0) {
            throw new IllegalArgumentException(
                    "filters must come in pairs of key and value; the last key has no value in "
                            + Segments.quoted(topic));
        }
    }

    /**
     * The segments with their filter pairs sorted by key, then value, each pair once. A {@code *} beside a value of
     * the same key is dropped, for it asks for nothing more.
     */
    static List<String> sorted(String[] segments) {
        TreeMap<String, TreeSet<String>> values = new TreeMap<>();
        for (int i = Topic.POSITIONS; i + 1 < segments.length; i += 2) {
            values.computeIfAbsent(segments[i], key -> new TreeSet<>()).add(segments[i + 1]);
        }
        List<String> sorted =
                new ArrayList<>(Arrays.asList(segments).subList(0, Math.min(segments.length, Topic.POSITIONS)));
        values.forEach((key, some) -> {
            if (some.size() > 1) {
                some.remove("*");
            }
            some.forEach(value -> sorted.addAll(List.of(key, value)));
        });
        return List.copyOf(sorted);
    }
}
