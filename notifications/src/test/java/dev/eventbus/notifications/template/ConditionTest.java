package dev.eventbus.notifications.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eventbus.notifications.Events;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private static final String JSON = "{\"amount\":150,\"price\":9.5,\"state\":\"open\",\"urgent\":true,"
            + "\"off\":false,\"nothing\":null,\"empty\":\"\",\"deep\":{\"n\":1},\"brace\":\"}\"}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            payload.amount > 100 && payload.state == 'open' | true
            payload.amount > 200 && payload.state == 'open' | false
            payload.amount > 200 or payload.state == 'open' | true
            payload.amount == 150                           | true
            payload.amount >= 150                           | true
            payload.amount < 150                            | false
            payload.price > 9                               | true
            payload.price == 9.5                            | true
            payload.state != 'closed'                       | true
            payload.state eq 'open'                         | true
            payload.urgent                                  | true
            !payload.urgent                                 | false
            payload.off                                     | false
            payload.empty                                   | false
            payload.nothing                                 | false
            payload.deep.n == 1                             | true
            payload.missing                                 | false
            payload.missing.deeper                          | false
            !payload.missing                                | true
            payload.missing > 5                             | false
            payload.missing == 5                            | false
            payload.missing > 5 && payload.urgent           | false
            payload.urgent && payload.missing < 5           | false
            (payload.amount > 1 && payload.off) or payload.urgent | true
            event.key == 'conversation.message_posted'      | true
            event.actor == 'actor-1'                        | true
            payload.price == 9.5 && payload.amount > 0.5    | true
            payload.state == '9.5' or payload.urgent        | true
            payload.missing or payload.urgent               | true
            """)
    void holdsOrNot(String condition, boolean expected) {
        assertThat(Condition.of(condition).holds(Events.data(JSON))).isEqualTo(expected);
    }

    @Test
    void knowsBothSpellingsOfOr() {
        assertThat(Condition.of("payload.off || payload.urgent").holds(Events.data(JSON)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "true} {#if true",
                "payload.x == '{'",
                "payload.x\n&& payload.y",
                "foo.bar == 1",
                "inject:bean",
                "payload.x.getClass() == 1",
                "payload.x.equals('a')",
                "recipient.id == 'a'",
                "event.secret",
                "(payload.x",
                "payload.x ==",
                "&& payload.x",
                "payload.x = 5"
            })
    void isRefusedWhenItIsNoCondition(String condition) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Condition.of(condition))
                .withMessageStartingWith("condition ");
    }

    @Test
    void isBounded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Condition.of("payload.x || ".repeat(40)))
                .withMessageContaining("500");
    }

    @Test
    void saysThatValuesCannotBeComparedWithoutShowingThem() {
        Condition condition = Condition.of("payload.state > 5");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> condition.holds(Events.data("{\"state\":\"s3cret\"}")))
                .withMessageStartingWith("condition ")
                .withMessageNotContaining("s3cret");
    }
}
