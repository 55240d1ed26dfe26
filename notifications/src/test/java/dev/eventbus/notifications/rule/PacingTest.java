package dev.eventbus.notifications.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacingTest {
    @ParameterizedTest
    @CsvSource({
        "PT1H, 2026-11-21T08:09:50.123Z, 2026-11-21T08:00:00Z",
        "PT1H, 2026-11-21T08:00:00.000Z, 2026-11-21T08:00:00Z",
        "PT1H, 2026-11-21T07:59:59.999Z, 2026-11-21T07:00:00Z",
        "P1D,  2026-11-21T23:59:59.999Z, 2026-11-21T00:00:00Z",
        "PT7M, 1970-01-01T00:08:00.000Z, 1970-01-01T00:07:00Z",
        "PT1H, 1969-12-31T23:59:59.000Z, 1969-12-31T23:00:00Z"
    })
    void putsEachEventIntoTheWindowOfItsTime(Duration window, Instant eventTime, Instant start) {
        assertThat(new Pacing.Throttle(1, window).windowStart(eventTime)).isEqualTo(start);
    }
}
