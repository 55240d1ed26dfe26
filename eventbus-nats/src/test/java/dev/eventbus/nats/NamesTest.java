package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a.b", "a*", ">", "a/b", "a\\b", "a\n"})
    void refusesNamesThatNatsDoesNotTake(String name) {
        assertThatThrownBy(() -> Names.require("durable", name)).hasMessageContaining("durable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a.>.b", "a b", "a\r\n"})
    void refusesSubjectsThatNatsDoesNotTake(String subject) {
        assertThatThrownBy(() -> Names.requireSubject("filter", subject)).hasMessageContaining("filter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b", "a.*.c", "a.>", ">", "stripe.drupal", "a:b.c-d"})
    void takesSubjects(String subject) {
        assertThat(Names.requireSubject("filter", subject)).isEqualTo(subject);
    }

    @Test
    void headerTextIsOneLineOfAsciiOfBoundedLength() {
        assertThat(HeaderText.clean("a\r\nX-Evil: 1\u00fc")).isEqualTo("a  X-Evil: 1?");
        assertThat(HeaderText.clean("x".repeat(5_000))).hasSize(1_024);
    }
}
