package dev.eventbus.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold for every pattern and topic, tried on a million pairs and more; the seeds are fixed. */
class TopicPropertiesTest {
    private static final int PATTERNS = 500;
    private static final int TOPICS = 250;

    /** A pattern, read and as written; told apart by identity. */
    private record Written(String text, TopicPattern pattern) {
        static Written of(String text) {
            return new Written(text, TopicPattern.parse(text));
        }
    }

    /** 10 seeds × 500 patterns × 250 topics make 1,250,000 pairs, each through the pattern and through the index. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void patternAndIndexAgreeWithTheNaiveMatcherOnEveryPair(long seed) {
        RandomTopics random = new RandomTopics(new Random(seed));
        List<Written> patterns = Stream.generate(random::pattern)
                .limit(PATTERNS)
                .map(Written::of)
                .toList();
        TopicIndex<Written> index = new TopicIndex<>();
        patterns.forEach(written -> index.add(written.pattern, written));
        long hits = 0;

        for (int i = 0; i < TOPICS; i++) {
            hits += compare(index, patterns, random.topic());
        }

        assertThat(hits).isBetween(1_000L, (long) PATTERNS * TOPICS / 2);
        assertThat(patterns).anyMatch(written -> written.pattern.isOpen());
        for (int position = 0; position < Topic.POSITIONS; position++) {
            int at = position;
            assertThat(patterns)
                    .anyMatch(written ->
                            written.text.split("\\.", -1).length > at && written.text.split("\\.", -1)[at].equals("*"));
        }
    }

    private static int compare(TopicIndex<Written> index, List<Written> patterns, String text) {
        Topic topic = Topic.parse(text);
        Set<Written> expected = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Written written : patterns) {
            boolean matches = NaiveMatcher.matches(written.text, text);
            if (matches != written.pattern.matches(topic)) {
                throw new AssertionError(written.text + " on " + text + " should have matched: " + matches);
            }
            if (matches) {
                expected.add(written);
            }
        }
        List<Written> found = new ArrayList<>();
        index.match(topic, found::add);
        int hits = expected.size();
        assertThat(found).as(text).hasSize(hits);
        expected.removeAll(found);
        assertThat(expected).as(text).isEmpty();
        return hits;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatOneHandlerRemovesIsNotFoundByTheNextMatch(long seed) {
        RandomTopics random = new RandomTopics(new Random(seed));
        List<Written> patterns =
                Stream.generate(random::pattern).limit(200).map(Written::of).toList();
        TopicIndex<Written> index = new TopicIndex<>();
        patterns.forEach(written -> index.add(written.pattern, written));

        for (int i = 0; i < 300; i++) {
            String text = random.topic();
            List<Written> found = new ArrayList<>();
            index.match(Topic.parse(text), written -> {
                found.add(written);
                index.remove(written.pattern, written);
            });
            assertThat(found).allMatch(written -> NaiveMatcher.matches(written.text, text));
            assertThat(index.match(Topic.parse(text))).isEmpty();
        }

        assertThat(index.size()).isLessThan(100);
    }

    /** A removed handler may be the one that the match would have come to next. */
    @Test
    void aHandlerMayRemoveAllOthersDuringTheMatch() {
        TopicIndex<Written> index = new TopicIndex<>();
        List<Written> patterns = Stream.of(
                        ">", "events.o.>", "events.*.s.*.e.*", "events.o.s.r.e.i", "events.o.s.r.e.i")
                .map(Written::of)
                .toList();
        patterns.forEach(written -> index.add(written.pattern, written));
        List<Written> found = new ArrayList<>();

        index.match(Topic.parse("events.o.s.r.e.i"), written -> {
            found.add(written);
            patterns.forEach(other -> index.remove(other.pattern, other));
        });

        assertThat(found).hasSize(1);
        assertThat(index.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ä", "é", "ß", "٣", "中", "\uD83D\uDE00", "a\u0301", "\u0000", "\u200B", "\uFF0A", " ", ""})
    void refusesWhatIsNotPlainAsciiInEveryPosition(String segment) {
        List<String> right = List.of("events", "o", "s", "r", "e", "i", "k", "v");

        IntStream.range(0, right.size()).forEach(position -> {
            List<String> wrong = new ArrayList<>(right);
            wrong.set(position, segment);
            String text = String.join(".", wrong);
            assertThatThrownBy(() -> Topic.parse(text)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> TopicPattern.parse(text)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> TopicPattern.parse(text + ".>")).isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void aPatternHasThirtyTwoSegmentsAtMost() {
        String most = "events.o.s.r.e.i" + ".k.v".repeat(13);

        assertThat(TopicPattern.parse(most)).isNotNull();
        assertThatThrownBy(() -> TopicPattern.parse(most + ".>")).hasMessageContaining("at most 32 segments, had 33");
        assertThatThrownBy(() -> TopicPattern.parse(most + ".k.v")).hasMessageContaining("at most 32 segments");
    }
}
