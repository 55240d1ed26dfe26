package dev.eventbus.bench.match;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Tries every pattern, token by token: slow, and too simple to be wrong. Shares no code with the others. */
final class NaiveMatcher implements TopicMatcher {
    private record Entry(String[] pattern, Integer subscription) {}

    private final List<Entry> entries = new ArrayList<>();
    private final List<String[]> topics = new ArrayList<>();
    private final Consumer<Integer> hits;

    NaiveMatcher(Consumer<Integer> hits) {
        this.hits = hits;
    }

    @Override
    public void subscribe(String pattern, Integer subscription) {
        entries.add(new Entry(pattern.split("\\."), subscription));
    }

    @Override
    public void prepare(Iterable<String> names) {
        names.forEach(name -> topics.add(name.split("\\.")));
    }

    @Override
    public void match(int topic) {
        String[] tokens = topics.get(topic);
        for (Entry entry : entries) {
            if (matches(entry.pattern, tokens)) {
                hits.accept(entry.subscription);
            }
        }
    }

    private static boolean matches(String[] pattern, String[] topic) {
        for (int i = 0; i < pattern.length; i++) {
            if (i < topic.length && pattern[i].equals(">")) {
                return true;
            }
            if (i >= topic.length || !(pattern[i].equals("*") || pattern[i].equals(topic[i]))) {
                return false;
            }
        }
        return pattern.length == topic.length;
    }
}
