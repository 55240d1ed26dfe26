package dev.eventbus.bench.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MatchersAgreeTest {
    @ParameterizedTest
    @EnumSource(names = {"EVENTBUS", "ARTEMIS", "HIVEMQ", "MOQUETTE"})
    void everyEngineFindsWhatTheNaiveOneFinds(Engine engine) {
        Workload workload = Workload.of(2_000, 512);
        List<Integer> found = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        TopicMatcher matcher = engine.loaded(workload, found::add);
        TopicMatcher naive = Engine.NAIVE.loaded(workload, expected::add);

        for (int topic = 0; topic < 512; topic++) {
            found.clear();
            expected.clear();
            matcher.match(topic);
            naive.match(topic);
            assertThat(found).as(workload.topics().get(topic)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EVENTBUS", "ARTEMIS"})
    void aRenewedSubscriptionIsFoundAgainOnce(Engine engine) {
        Workload workload = Workload.of(200, 64);
        List<Integer> found = new ArrayList<>();
        TopicMatcher matcher = engine.loaded(workload, found::add);
        matcher.match(0);
        List<Integer> before = List.copyOf(found);
        found.clear();

        for (int i = 0; i < 200; i++) {
            matcher.renew(i);
        }
        matcher.match(0);

        assertThat(found).containsExactlyInAnyOrderElementsOf(before).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2000, 256", "10000, 256", "10000, 1024"})
    void anEventReachesAboutFourSubscriptions(int subscriptions, int topics) {
        Workload workload = Workload.of(subscriptions, topics);
        Hits hits = new Hits();
        TopicMatcher matcher = Engine.ARTEMIS.loaded(workload, hits);

        for (int topic = 0; topic < topics; topic++) {
            matcher.match(topic);
        }

        assertThat((double) hits.count() / topics).isBetween(3.5, 4.7);
    }

    @Test
    void theWorkloadIsTheSameEveryTime() {
        assertThat(Workload.of(500, 64)).isEqualTo(Workload.of(500, 64));
        assertThat(Workload.of(500, 64).topics()).doesNotHaveDuplicates().hasSize(64);
    }

    @Test
    void theNaiveMatcherFollowsTheRules() {
        List<Integer> found = new ArrayList<>();
        TopicMatcher naive = Engine.NAIVE.loaded(
                new Workload(
                        List.of(
                                "events.a.b.c.d.e",
                                "events.*.b.c.d.*",
                                "events.a.>",
                                "events.a.b.c.d.e.>",
                                "events.a.b.c.d"),
                        List.of("events.a.b.c.d.e")),
                found::add);

        naive.match(0);

        assertThat(found).containsExactly(0, 1, 2);
    }
}
