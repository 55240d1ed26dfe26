package dev.eventbus.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.EventKey;
import dev.eventbus.testkit.MatchingCases;
import dev.eventbus.testkit.MatchingCases.Case;
import dev.eventbus.testkit.MatchingCases.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPatternTest {
    @ParameterizedTest
    @MethodSource("dev.eventbus.testkit.MatchingCases#valid")
    void matchesAsTheTableSays(Case row) {
        boolean matches = TopicPattern.parse(row.pattern()).matches(Topic.parse(row.topic()));

        assertThat(matches).isEqualTo(row.outcome() == Outcome.MATCH);
    }

    @ParameterizedTest
    @MethodSource("dev.eventbus.testkit.MatchingCases#valid")
    void matchesTheTopicOfAnEventAsItMatchesTheText(Case row) {
        Topic topic = row.event().topic();

        assertThat(topic).isEqualTo(Topic.parse(row.topic()));
        assertThat(TopicPattern.parse(row.pattern()).matches(topic)).isEqualTo(row.outcome() == Outcome.MATCH);
    }

    @ParameterizedTest
    @MethodSource("dev.eventbus.testkit.MatchingCases#valid")
    void withoutFiltersMatchesNoLess(Case row) {
        TopicPattern broad = TopicPattern.parse(row.pattern()).withoutFilters();

        if (row.outcome() == Outcome.MATCH) {
            assertThat(broad.matches(Topic.parse(row.topic()))).isTrue();
        }
        assertThat(broad.segments()).hasSizeLessThanOrEqualTo(Topic.POSITIONS);
    }

    @ParameterizedTest
    @MethodSource("dev.eventbus.testkit.MatchingCases#valid")
    void readsBackWhatItWrites(Case row) {
        TopicPattern pattern = TopicPattern.parse(row.pattern());

        assertThat(TopicPattern.parse(pattern.toString())).isEqualTo(pattern).hasSameHashCodeAs(pattern);
    }

    @ParameterizedTest
    @MethodSource("dev.eventbus.testkit.MatchingCases#invalid")
    void refusesWhatTheTableCallsAnError(Case row) {
        assertThatThrownBy(() -> TopicPattern.parse(row.pattern()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s)(pattern|filters) .*");
    }

    @Test
    void theTableIsLargeEnough() {
        assertThat(MatchingCases.all().distinct()).hasSizeGreaterThanOrEqualTo(68);
    }

    @ParameterizedTest
    @ValueSource(strings = {"events.o.s.r.e.i.key.>", "events.o.s.r.e.i.a.b.key.>"})
    void aTailWhereAFilterValueBelongsNamesTheRemedy(String pattern) {
        assertThatThrownBy(() -> TopicPattern.parse(pattern)).hasMessageContaining("use '*' for any value");
    }

    @Test
    void namesTheSegmentThatIsWrong() {
        assertThatThrownBy(() -> TopicPattern.parse("events.o.s s.r.e.i"))
                .hasMessage("pattern segment 3 must match [A-Za-z0-9_-]{1,64}, was \"s s\"");
    }

    @Test
    void isBuiltFromASubscribersTerms() {
        TopicPattern pattern = TopicPattern.of(
                "org_1", EventKey.parsePattern("deal.*"), "*", Map.of("k", List.of("b", "a"), "a", List.of("*")));

        assertThat(pattern).hasToString("events.org_1.*.deal.*.*.a.*.k.a.k.b");
    }

    @Test
    void aKeyPatternWithMoreSegmentsBecomesAResourceOfParts() {
        TopicPattern pattern = TopicPattern.of("*", EventKey.parsePattern("crm.*.stage.changed"), "*", Map.of());

        assertThat(pattern.matches(Topic.parse("events.o.crm.deal:stage.changed.d")))
                .isTrue();
        assertThat(pattern.matches(Topic.parse("events.o.crm.stage.changed.d"))).isFalse();
    }

    @Test
    void aSubscribersTermsCannotSmuggleSegmentsIn() {
        EventKey key = EventKey.parsePattern("deal.closed");

        assertThatThrownBy(() -> TopicPattern.of("o.*", key, "*", Map.of()))
                .hasMessageStartingWith("organization must");
        assertThatThrownBy(() -> TopicPattern.of("o", key, "i.k.v", Map.of()))
                .hasMessageStartingWith("resourceId must");
        assertThatThrownBy(() -> TopicPattern.of("o", key, ">", Map.of())).hasMessageStartingWith("resourceId must");
        assertThatThrownBy(() -> TopicPattern.of("o", key, "*", Map.of("k", List.of("v.x.y"))))
                .hasMessageStartingWith("filter k must");
        assertThatThrownBy(() -> TopicPattern.of("o", key, "*", Map.of("k.v.x", List.of("y"))))
                .hasMessageStartingWith("filter key must");
        assertThatThrownBy(() -> new EventKey("a.b", "r", "e")).hasMessageStartingWith("source must");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "events.o.s.r.e",
                "live.o.s.r.e.i",
                "events.o.s.r.e.*",
                "events.o.s.r.e.>",
                "events.o.s.r.e.i.k",
                "events.o.s.r.e.i.k.*",
                "events..s.r.e.i",
                "events.o.s.r::x.e.i",
                "events.o.s.r.e.i."
            })
    void aTopicHasNoWildcardsAndNoHalves(String topic) {
        assertThatThrownBy(() -> Topic.parse(topic)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTopicHasAsManyFiltersAsAnEventMayHave() {
        String most = "events.o.s.r.e.i" + ".k.v".repeat(64);

        assertThat(Topic.parse(most)).hasToString("events.o.s.r.e.i.k.v");
        assertThatThrownBy(() -> Topic.parse(most + ".k.v")).hasMessageContaining("at most 134 segments");
    }
}
