package dev.eventbus.topic;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The contract's sentences, one after another on plain text, with no thought for speed; an oracle for tests. */
final class NaiveMatcher {
    private NaiveMatcher() {}

    static boolean matches(String pattern, String topic) {
        List<String> wanted = Arrays.asList(pattern.split("\\."));
        List<String> has = Arrays.asList(topic.split("\\."));
        boolean tail = wanted.getLast().equals(">");
        if (tail) {
            wanted = wanted.subList(0, wanted.size() - 1);
        }
        for (int i = 0; i < Math.min(6, wanted.size()); i++) {
            if (!segment(wanted.get(i), has.get(i))) {
                return false;
            }
        }
        Set<List<String>> left = pairs(has);
        Set<List<String>> asked = pairs(wanted);
        // Named values are looked for first, so that '*' may take what they leave or share what they took.
        Set<List<String>> taken = new HashSet<>();
        for (List<String> pair : asked) {
            if (!pair.get(1).equals("*")) {
                if (!left.contains(pair)) {
                    return false;
                }
                taken.add(pair);
            }
        }
        for (List<String> pair : asked) {
            if (pair.get(1).equals("*")) {
                String key = pair.get(0);
                boolean shared = taken.stream().anyMatch(other -> other.get(0).equals(key));
                List<String> some = left.stream()
                        .filter(other -> other.get(0).equals(key))
                        .findFirst()
                        .orElse(null);
                if (some == null) {
                    return false;
                }
                if (!shared) {
                    taken.add(some);
                }
            }
        }
        return !tail || wanted.size() < 6 || left.size() > taken.size();
    }

    private static boolean segment(String wanted, String has) {
        if (wanted.equals("*")) {
            return true;
        }
        String[] parts = wanted.split(":");
        String[] others = has.split(":");
        if (parts.length != others.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].equals("*") && !parts[i].equals(others[i])) {
                return false;
            }
        }
        return true;
    }

    private static Set<List<String>> pairs(List<String> segments) {
        Set<List<String>> pairs = new HashSet<>();
        for (int i = 6; i + 1 < segments.size(); i += 2) {
            pairs.add(List.of(segments.get(i), segments.get(i + 1)));
        }
        return pairs;
    }
}
