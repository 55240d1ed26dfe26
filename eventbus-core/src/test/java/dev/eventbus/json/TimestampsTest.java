package dev.eventbus.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-21T08:09:50Z, 2026-11-21T08:09:50.000Z",
        "2026-11-21T08:09:50.007Z, 2026-11-21T08:09:50.007Z",
        "2026-11-21T08:09:50.120999999Z, 2026-11-21T08:09:50.120Z",
        "2026-11-21T08:09:51.999Z, 2026-11-21T08:09:51.999Z",
        "1969-12-31T23:59:59.001Z, 1969-12-31T23:59:59.001Z",
        "-0001-01-01T00:00:00Z, -0001-01-01T00:00:00.000Z",
        "+12345-01-01T00:00:00.5Z, +12345-01-01T00:00:00.500Z",
    })
    void areWrittenToTheMillisecondAndReadBack(Instant timestamp, String text) {
        JsonBytes written = new JsonBytes(1);

        Timestamps.write(written, timestamp);

        assertThat(written.toArray()).asString().isEqualTo(text);
        assertThat(Timestamps.parse(text)).isEqualTo(Instant.parse(text));
        assertThat(Timestamps.parse(text))
                .as("from what is known of its second")
                .isEqualTo(Instant.parse(text));
    }

    @Test
    void areReadWithAnyFractionAlsoWithinAKnownSecond() {
        Timestamps.parse("2026-11-21T08:09:50.123Z");

        assertThat(Timestamps.parse("2026-11-21T08:09:50.123456789Z").getNano()).isEqualTo(123_456_789);
        assertThat(Timestamps.parse("2026-11-21T08:09:50Z").getNano()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T08:09:50.12aZ",
                "2026-11-21T08:09:50.123z ",
                "2026-11-21T08:09:50.1234",
                "2026-11-21T08:09:50.1-3Z",
                "2026-11-21T08:09:50.",
                ""
            })
    void refusesWhatIsNoneAlsoWithinAKnownSecond(String text) {
        Timestamps.parse("2026-11-21T08:09:50.123Z");

        assertThatThrownBy(() -> Timestamps.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
