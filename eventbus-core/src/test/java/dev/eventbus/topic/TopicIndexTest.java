package dev.eventbus.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.testkit.MatchingCases;
import dev.eventbus.testkit.MatchingCases.Case;
import dev.eventbus.testkit.MatchingCases.Outcome;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicIndexTest {
    private static final Topic TOPIC = Topic.parse("events.o.s.r.e.i.k.v");

    private final TopicIndex<Object> index = new TopicIndex<>();

    @ParameterizedTest
    @MethodSource("dev.eventbus.testkit.MatchingCases#valid")
    void findsWhatTheTableCallsAMatch(Case row) {
        index.add(TopicPattern.parse(row.pattern()), "value");

        assertThat(index.match(Topic.parse(row.topic()))).hasSize(row.outcome() == Outcome.MATCH ? 1 : 0);
    }

    @Test
    void findsTheWholeTableAtOnce() {
        List<Case> rows = MatchingCases.valid().toList();
        rows.forEach(row -> index.add(TopicPattern.parse(row.pattern()), row));

        for (Case row : rows) {
            List<Case> expected = rows.stream()
                    .filter(other -> NaiveMatcher.matches(other.pattern(), row.topic()))
                    .toList();
            assertThat(index.match(Topic.parse(row.topic())))
                    .containsExactlyInAnyOrderElementsOf(List.copyOf(expected));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithTheNaiveMatcherWhilePatternsComeAndGo(long seed) {
        Random random = new Random(seed);
        RandomTopics topics = new RandomTopics(random);
        List<String> patterns = new ArrayList<>();
        long hits = 0;

        for (int round = 0; round < 1_000; round++) {
            change(random, topics, patterns);
            String topic = topics.topic();
            List<Object> expected = new ArrayList<>();
            for (String pattern : patterns) {
                boolean matches = NaiveMatcher.matches(pattern, topic);
                assertThat(TopicPattern.parse(pattern).matches(Topic.parse(topic)))
                        .as("%s on %s", pattern, topic)
                        .isEqualTo(matches);
                if (matches) {
                    expected.add(pattern);
                }
            }
            hits += expected.size();
            assertThat(index.match(Topic.parse(topic))).containsExactlyInAnyOrderElementsOf(expected);
        }

        assertThat(hits).isGreaterThan(1_000);
    }

    /** Keeps about 60 patterns, so that 5 seeds × 1,000 rounds compare some 300,000 pairs. */
    private void change(Random random, RandomTopics topics, List<String> patterns) {
        if (patterns.size() > 60) {
            String gone = patterns.remove(random.nextInt(patterns.size()));
            index.remove(TopicPattern.parse(gone), gone);
        }
        for (int i = 0; i < 2 && patterns.size() < 62; i++) {
            String pattern = new String(topics.pattern()); // values are told apart by identity
            patterns.add(pattern);
            index.add(TopicPattern.parse(pattern), pattern);
        }
    }

    @Test
    void findsAValueOfSeveralPatternsOnce() {
        Object value = new Object();
        index.add(TopicPattern.parse(">"), value);
        index.add(TopicPattern.parse("events.o.>"), value);
        index.add(TopicPattern.parse("events.*.s.r.e.*.k.v"), value);
        List<Object> found = new ArrayList<>();

        index.match(TOPIC, found::add);

        assertThat(found).containsExactly(value);
        assertThat(index.match(TOPIC)).containsExactly(value);
    }

    @Test
    void tellsEqualValuesApart() {
        String one = new String("same");
        String other = new String("same");
        index.add(TopicPattern.parse(">"), one);
        index.add(TopicPattern.parse(">"), other);

        index.remove(TopicPattern.parse(">"), one);

        assertThat(index.match(TOPIC)).hasSize(1).allMatch(value -> value == other);
    }

    @Test
    void addingTwiceIsAddingOnce() {
        index.add(TopicPattern.parse("events.o.s.r.e.i.a.b.c.d"), "value");
        index.add(TopicPattern.parse("events.o.s.r.e.i.c.d.a.b"), "value");

        assertThat(index.size()).isEqualTo(1);
        index.remove(TopicPattern.parse("events.o.s.r.e.i.a.b.c.d"), "value");
        assertThat(index.size()).isZero();
    }

    @Test
    void stillFindsAValueByItsOtherPatternWhenTheFirstIsRemoved() {
        index.add(TopicPattern.parse(">"), "value");
        index.add(TopicPattern.parse("events.>"), "value");

        index.remove(TopicPattern.parse(">"), "value");
        List<Object> found = new ArrayList<>();
        index.match(TOPIC, found::add);

        assertThat(found).containsExactly("value");
    }

    @Test
    void forgetsARemovedValueThoughItsShapeIsRemembered() {
        TopicIndex<Object> index = new TopicIndex<>();
        TopicPattern pattern = TopicPattern.parse("events.org_1.>");
        Topic topic = Topic.parse("events.org_1.crm.deal.closed.d_1");
        Object value = new Object();
        PhantomReference<Object> trace = new PhantomReference<>(value, new ReferenceQueue<>());
        index.add(pattern, value);
        assertThat(index.match(topic)).containsExactly(value);

        index.remove(pattern, value);
        value = null;

        for (int i = 0; i < 50 && !trace.refersTo(null); i++) {
            System.gc();
        }
        assertThat(trace.refersTo(null)).isTrue();
        assertThat(index.match(topic)).isEmpty();
    }

    @Test
    void remembersMoreShapesThanItsTableBeganWith() {
        TopicIndex<String> index = new TopicIndex<>();
        for (int org = 0; org < 2_000; org++) {
            index.add(TopicPattern.parse("events.org_" + org + ".*.deal.*.*"), "org_" + org);
        }

        for (int round = 0; round < 3; round++) {
            for (int org = 0; org < 2_000; org++) {
                Topic topic = Topic.parse("events.org_" + org + ".crm.deal.closed.d_" + round);
                assertThat(index.match(topic)).containsExactly("org_" + org);
            }
        }
    }

    @Test
    void removingWhatIsNotThereChangesNothing() {
        index.add(TopicPattern.parse(">"), "value");

        index.remove(TopicPattern.parse("events.>"), "value");
        index.remove(TopicPattern.parse(">"), "other");

        assertThat(index.match(TOPIC)).containsExactly("value");
    }

    @Test
    void findsEachOfManyOrganizationsAfterHalfOfThemLeft() {
        Object[] values = Stream.generate(Object::new).limit(10_000).toArray();
        for (int i = 0; i < 10_000; i++) {
            index.add(TopicPattern.parse("events.org" + i + ".>"), values[i]);
        }
        for (int i = 0; i < 10_000; i += 2) {
            index.remove(TopicPattern.parse("events.org" + i + ".>"), values[i]);
        }

        assertThat(index.size()).isEqualTo(5_000);
        for (int i = 0; i < 10_000; i++) {
            assertThat(index.match(Topic.parse("events.org" + i + ".s.r.e.i"))).hasSize(i % 2);
        }
    }

    @Test
    void readersAlwaysFindWhatStaysWhileOthersComeAndGo() throws Exception {
        index.add(TopicPattern.parse("events.o.s.r.e.*"), "stays");
        AtomicBoolean writing = new AtomicBoolean(true);
        CountDownLatch reading = new CountDownLatch(2);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                readers.add(executor.submit(() -> {
                    do {
                        List<Object> found = new ArrayList<>();
                        index.match(TOPIC, found::add);
                        assertThat(found).contains("stays").doesNotHaveDuplicates();
                        reading.countDown();
                    } while (writing.get());
                }));
            }
            assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
            churn();
            writing.set(false);
            for (Future<?> reader : readers) {
                reader.get(10, TimeUnit.SECONDS);
            }
        }

        assertThat(index.match(TOPIC)).containsExactly("stays");
        assertThat(index.size()).isEqualTo(1);
    }

    private void churn() {
        for (int round = 0; round < 20_000; round++) {
            TopicPattern pattern = TopicPattern.parse(
                    switch (round % 4) {
                        case 0 -> "events.o" + round + ".>";
                        case 1 -> "events.o.s.r.e.i";
                        case 2 -> "events.o.s.*.e.*.k.v";
                        default -> ">";
                    });
            Object value = "value-" + round;
            index.add(pattern, value);
            index.add(TopicPattern.parse("events.o.s.r.*.i"), value);
            index.remove(pattern, value);
            index.remove(TopicPattern.parse("events.o.s.r.*.i"), value);
        }
    }
}
