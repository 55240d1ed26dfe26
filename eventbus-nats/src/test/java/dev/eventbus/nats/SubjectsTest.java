package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicPattern;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectsTest {
    @Test
    void storesATopicUnderItsOwnNameAndSendsItLiveUnderAnother() {
        Topic topic = Topic.parse("events.o.s.a:b.e.i.k.v");

        assertThat(Subjects.stored(topic)).isEqualTo("events.o.s.a:b.e.i.k.v");
        assertThat(Subjects.live(topic)).isEqualTo("live.o.s.a:b.e.i.k.v");
    }

    @Test
    void leavesOutFilterPairsThatDoNotFitAndKeepsTheOthers() {
        String big = "x".repeat(60);
        StringBuilder text = new StringBuilder("events.o.s.r.e.i");
        for (int i = 0; i < 9; i++) {
            text.append(".k").append(i).append('.').append(big);
        }
        Topic topic = Topic.parse(text + ".z.small");

        String subject = Subjects.stored(topic);

        assertThat(subject).hasSizeLessThanOrEqualTo(Subjects.MAX_BYTES).endsWith(".k6." + big + ".z.small");
        assertThat(Subjects.live(topic).substring("live".length())).isEqualTo(subject.substring("events".length()));
    }

    @Test
    void keepsTheSixPositionsHoweverLongTheyAre() {
        String resource = String.join(":", java.util.Collections.nCopies(14, "r".repeat(64)));
        Topic topic = Topic.parse("events.o.s." + resource + ".e.i.k.v");

        assertThat(Subjects.stored(topic)).isEqualTo("events.o.s." + resource + ".e.i");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            >                             | live.>
            *.>                           | live.>
            events.>                      | live.>
            events.o.>                    | live.o.>
            events.*.s.>                  | live.*.s.>
            events.o.s.r.e.>              | live.o.s.r.e.>
            events.o.s.r.e.*              | live.o.s.r.e.>
            events.o.s.r.e.*.k.v          | live.o.s.r.e.>
            events.o.s.r.e.*.>            | live.o.s.r.e.>
            events.o.s.r.e.i              | live.o.s.r.e.i;live.o.s.r.e.i.>
            events.o.s.r.e.i.k.v          | live.o.s.r.e.i;live.o.s.r.e.i.>
            events.o.s.r.e.i.>            | live.o.s.r.e.i;live.o.s.r.e.i.>
            *.*.*.*.*.i                   | live.*.*.*.*.i;live.*.*.*.*.i.>
            events.o.s.a:b.e.i            | live.o.s.a:b.e.i;live.o.s.a:b.e.i.>
            events.o.s.a:*.e.*            | live.o.s.*.e.>
            events.o.s.a:*.>              | live.o.s.*.>
            """)
    void takesInterestOnTheSixPositions(String pattern, String subjects) {
        List<String> live = List.of(subjects.split(";"));

        assertThat(Subjects.liveInterest(TopicPattern.parse(pattern))).isEqualTo(live);
        assertThat(Subjects.storedInterest(TopicPattern.parse(pattern)))
                .isEqualTo(live.stream()
                        .map(subject -> subject.replaceFirst("live", "events"))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "events.o.s.r.e.i;events.o.s.r.e.i.>, events.o.s.r.e.>",
        "a.b;a.c, a.>",
        "a.b.c;x.y, >",
        "a;a.>, >",
        "a.b, a.b"
    })
    void findsOneSubjectThatTakesInSeveral(String subjects, String coarser) {
        assertThat(Subjects.coarser(List.of(subjects.split(";")))).isEqualTo(coarser);
    }

    @ParameterizedTest
    @CsvSource({
        "events.o.s.r.e.i, true",
        "live.o.s.r.e.i, true",
        "live.o.s.r.e.i.k.v, true",
        "live.o.s.r.e.ii, false",
        "live.o.s.r.e, false",
        "live.o2.s.r.e.i, false",
        "live.oo.s.r.e.i, false",
        "live.o, false",
        "live, false"
    })
    void tellsWhetherASubjectIsTheTopicsOwn(String subject, boolean own) {
        assertThat(Subjects.carries(subject, Topic.parse("events.o.s.r.e.i.k.v")))
                .isEqualTo(own);
    }
}
