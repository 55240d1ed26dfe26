package dev.eventbus.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random topics and patterns from few words, so that many match. */
final class RandomTopics {
    private static final String[] WORDS = {"a", "b", "c"};

    private final RandomGenerator random;

    RandomTopics(RandomGenerator random) {
        this.random = random;
    }

    String topic() {
        List<String> segments = new ArrayList<>(List.of("events", word(), word(), resource(0), word(), word()));
        for (int i = random.nextInt(4); i > 0; i--) {
            segments.addAll(List.of(word(), word()));
        }
        return String.join(".", segments);
    }

    String pattern() {
        List<String> segments =
                new ArrayList<>(List.of(or("events", 9), or(word(), 3), or(word(), 3), resource(3), or(word(), 3)));
        segments.add(or(word(), 2));
        if (random.nextInt(4) == 0) {
            return String.join(".", segments.subList(0, random.nextInt(7)))
                    .transform(s -> s.isEmpty() ? ">" : s + ".>");
        }
        for (int i = random.nextInt(5) - 2; i > 0; i--) {
            segments.addAll(List.of(word(), or(word(), 4)));
        }
        return String.join(".", segments) + (random.nextInt(8) == 0 ? ".>" : "");
    }

    private String resource(int stars) {
        String first = or(word(), stars);
        return random.nextInt(3) == 0 ? first + ":" + or(word(), stars) : first;
    }

    private String or(String word, int starOneIn) {
        return starOneIn > 0 && random.nextInt(starOneIn) == 0 ? "*" : word;
    }

    private String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }
}
