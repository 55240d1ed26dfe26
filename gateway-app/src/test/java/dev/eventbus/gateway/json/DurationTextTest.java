package dev.eventbus.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({"500ms,500", "0s,0", "15s,15000", "2m,120000", "1h,3600000", "90m,5400000", "61s,61000"})
    void readsAndWritesTheSame(String text, long millis) {
        assertThat(DurationText.parse(text)).isEqualTo(Duration.ofMillis(millis));
        assertThat(DurationText.write(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "15", "s", "1.5s", "-1s", "1 s", "1S", "1d", "1h30m", "PT1S", "9999999999s"})
    void readsNothingElse(String text) {
        assertThat(DurationText.parse(text)).isNull();
    }
}
