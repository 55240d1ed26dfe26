package dev.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class EventKeyTest {
    @ParameterizedTest
    @CsvSource({
        "deal.closed,,deal,closed",
        "crm.deal.closed,crm,deal,closed",
        "crm.deal.stage.changed,crm,deal:stage,changed",
        "a.b.c.d.e.f,a,b:c:d:e,f"
    })
    void readsSourceResourceAndEvent(String key, String source, String resource, String event) {
        EventKey parsed = EventKey.parse(key);

        assertThat(parsed).isEqualTo(new EventKey(source, resource, event));
        assertThat(parsed).hasToString(key);
        assertThat(parsed.sourceOr("mine")).isEqualTo(source == null ? "mine" : source);
    }

    @ParameterizedTest
    @CsvSource({"deal.*,*,deal,*", "*.*,*,*,*", "crm.*.closed,crm,*,closed", "crm.*.stage.*,crm,*:stage,*"})
    void readsPatterns(String pattern, String source, String resource, String event) {
        assertThat(EventKey.parsePattern(pattern)).isEqualTo(new EventKey(source, resource, event));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                " ",
                "deal",
                ".",
                "deal.",
                ".closed",
                "crm..closed",
                "crm.deal.*",
                "crm.de al.x",
                "a:b.c",
                "crm.déal.x",
                "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a"
            })
    void refusesWhatIsNoKeyOfAnEvent(String key) {
        assertThatThrownBy(() -> EventKey.parse(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("eventKey ");
    }
}
