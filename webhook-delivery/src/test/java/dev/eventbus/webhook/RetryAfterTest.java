package dev.eventbus.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("1994-11-06T08:49:07Z");
    private static final Duration CAP = Duration.ofMinutes(10);

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7",
        "' 7 ', 7",
        "600, 600",
        "601, 600",
        "999999999999999999, 600",
        "9999999999999999999999, 0",
        "-5, 0",
        "1.5, 0",
        "soon, 0",
        "'', 0",
        "'Sun, 06 Nov 1994 08:49:37 GMT', 30",
        "'Sunday, 06-Nov-94 08:49:37 GMT', 30",
        "'Sun Nov  6 08:49:37 1994', 30",
        "'Sun, 06 Nov 1994 08:00:00 GMT', 0",
        "'Fri, 31 Dec 9999 23:59:59 GMT', 600",
        "'Sun, 06 Nov 1994 25:49:37 GMT', 0",
        "'Mon, 06 Nov 1994 08:49:37 GMT', 0",
        "'Sun, 31 Feb 1994 08:49:37 GMT', 0",
        "'1994-11-06T08:49:37Z', 0",
        "+7, 0",
        "7s, 0",
        "'7, 8', 0",
        "0x10, 0",
        "NaN, 0",
        "007, 7",
    })
    void readsSecondsAndDatesWithinBounds(String header, long seconds) {
        assertThat(RetryAfter.delay(header, NOW, CAP)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void isZeroWithoutHeader() {
        assertThat(RetryAfter.delay(null, NOW, CAP)).isZero();
    }
}
