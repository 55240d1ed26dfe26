package dev.eventbus.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eventbus.EventKey;
import dev.eventbus.Position;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WantedTest {
    @Test
    void asksTheStoreForOneSubscriptionAsItIs() {
        Wanted one = Wanted.of("ws", EventKey.parsePattern("crm.deal.*"), Map.of("region", List.of("eu")));

        assertThat(Wanted.covering("ws", List.of(one)).pattern()).isEqualTo(one.pattern());
        assertThat(one.pattern()).hasToString("events.ws.crm.deal.*.*.region.eu");
    }

    @ParameterizedTest
    @CsvSource({
        "crm.deal.closed crm.deal.closed, events.ws.crm.deal.closed.*",
        "crm.deal.closed crm.deal.opened, events.ws.crm.deal.*.*",
        "deal.closed crm.deal.closed, events.ws.*.deal.closed.*",
        "crm.deal.stage.changed crm.deal.changed, events.ws.crm.*.changed.*",
        "crm.deal.closed crm.deal.opened hr.task.done, events.ws.*.*.*.*"
    })
    void asksTheStoreOnceForSeveral(String keys, String topics) {
        List<Wanted> several = Stream.of(keys.split(" "))
                .map(key -> Wanted.of("ws", EventKey.parsePattern(key), Map.of("region", List.of("eu"))))
                .toList();

        assertThat(Wanted.covering("ws", several).pattern()).hasToString(topics);
    }

    @Test
    void beginsBehindAPositionOrAnEvent() {
        assertThat(Since.parse("0")).isEqualTo(new Since.After(Position.NONE));
        assertThat(Since.parse("42")).isEqualTo(new Since.After(new Position(42)));
        assertThat(Since.parse("01JD4X")).isEqualTo(new Since.AfterEvent("01JD4X"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "a b", "\u0000", "*", ">"})
    void refusesWhatIsNeither(String since) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Since.parse(since))
                .withMessageStartingWith("since must be the position of an event, or the id of one in the event log");
    }
}
