package dev.eventbus.topic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The pairs behind a topic's six positions: whole, and in one order. */
final class FilterPairs {
    private FilterPairs() {}

    static void requireWhole(String topic, int segments) {
        if ((segments - Topic.POSITIONS) % 2 != 0) {
            throw new IllegalArgumentException(
                    "filters must come in pairs of key and value; the last key has no value in "
                            + Segments.quoted(topic));
        }
    }

    /** The segments with their filter pairs sorted by key, then value, each pair once. */
    static List<String> sorted(String[] segments) {
        List<String> sorted =
                new ArrayList<>(Arrays.asList(segments).subList(0, Math.min(segments.length, Topic.POSITIONS)));
        List<String[]> pairs = new ArrayList<>();
        for (int i = Topic.POSITIONS; i + 1 < segments.length; i += 2) {
            pairs.add(new String[] {segments[i], segments[i + 1]});
        }
        pairs.sort(Comparator.<String[], String>comparing(pair -> pair[0]).thenComparing(pair -> pair[1]));
        for (int i = 0; i < pairs.size(); i++) {
            if (i == 0 || !Arrays.equals(pairs.get(i), pairs.get(i - 1))) {
                sorted.addAll(Arrays.asList(pairs.get(i)));
            }
        }
        return List.copyOf(sorted);
    }
}
