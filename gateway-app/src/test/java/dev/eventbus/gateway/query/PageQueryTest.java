package dev.eventbus.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.gateway.problem.ProblemException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageQueryTest {
    @Test
    void startsAtTheBeginningUnlessToldOtherwise() {
        assertThat(PageQuery.parse(Map.of())).isEqualTo(new PageQuery(50, ""));
        assertThat(PageQuery.parse(Map.of("limit", List.of("200"), "cursor", List.of("a-1"))))
                .isEqualTo(new PageQuery(200, "a-1"));
    }

    @ParameterizedTest
    @CsvSource({"limit,0", "limit,201", "limit,x", "limit,''", "cursor,''", "cursor,a b", "sort,id"})
    void refusesAnythingElseByName(String name, String value) {
        assertThatThrownBy(() -> PageQuery.parse(Map.of(name, List.of(value))))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(
                                        refused.problem().errors().getFirst().field())
                                .isEqualTo(name));
    }

    @Test
    void saysWhereAListGoesOn() {
        PageQuery two = new PageQuery(2, "");

        assertThat(Items.of(List.of("a", "b", "c"), two, id -> id)).isEqualTo(new Items<>(List.of("a", "b"), "b"));
        assertThat(Items.of(List.of("a", "b"), two, id -> id)).isEqualTo(new Items<>(List.of("a", "b"), null));
        assertThat(Items.of(List.<String>of(), two, id -> id)).isEqualTo(new Items<>(List.of(), null));
    }
}
