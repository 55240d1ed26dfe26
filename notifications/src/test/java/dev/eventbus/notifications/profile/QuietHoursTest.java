package dev.eventbus.notifications.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Set<DayOfWeek> ALWAYS = EnumSet.allOf(DayOfWeek.class);

    /** Berlin: 02:00 became 03:00 at 01:00Z on 29 March 2026, and 03:00 became 02:00 at 01:00Z on 25 October. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    22:00, 07:00, 2026-07-01T20:00:00Z, 2026-07-02T05:00:00Z
                    22:00, 07:00, 2026-07-01T19:59:59Z,
                    22:00, 07:00, 2026-07-02T04:59:59Z, 2026-07-02T05:00:00Z
                    22:00, 07:00, 2026-07-02T05:00:00Z,
                    12:00, 13:00, 2026-07-02T10:30:00Z, 2026-07-02T11:00:00Z
                    22:00, 07:00, 2026-03-28T23:00:00Z, 2026-03-29T05:00:00Z
                    22:00, 02:30, 2026-03-29T00:59:59Z, 2026-03-29T01:00:00Z
                    22:00, 02:30, 2026-03-29T01:00:00Z,
                    02:10, 02:50, 2026-03-29T01:00:00Z,
                    02:30, 04:00, 2026-03-29T01:00:00Z, 2026-03-29T02:00:00Z
                    22:00, 02:30, 2026-10-25T00:45:00Z, 2026-10-25T01:30:00Z
                    22:00, 02:30, 2026-10-25T01:29:59Z, 2026-10-25T01:30:00Z
                    22:00, 02:30, 2026-10-25T01:30:00Z,
                    02:30, 04:00, 2026-10-25T00:30:00Z, 2026-10-25T03:00:00Z
                    02:30, 04:00, 2026-10-25T00:29:59Z,
                    """)
    void endsByTheClockOnTheWall(LocalTime from, LocalTime to, Instant now, Instant end) {
        assertThat(new QuietHours(from, to, ALWAYS).endOfQuiet(now, BERLIN)).isEqualTo(end);
    }

    @Test
    void beginsOnItsDaysOnlyAndLastsIntoTheNext() {
        QuietHours fridays = new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), EnumSet.of(DayOfWeek.FRIDAY));

        Instant friday = Instant.parse("2026-07-03T21:00:00Z");
        Instant saturdayMorning = Instant.parse("2026-07-04T04:00:00Z");
        assertThat(fridays.endOfQuiet(friday, BERLIN)).isEqualTo("2026-07-04T05:00:00Z");
        assertThat(fridays.endOfQuiet(saturdayMorning, BERLIN)).isEqualTo("2026-07-04T05:00:00Z");
        assertThat(fridays.endOfQuiet(saturdayMorning.plusSeconds(61_200), BERLIN))
                .isNull();
        assertThat(fridays.endOfQuiet(friday.minusSeconds(86_400), BERLIN)).isNull();
    }

    @Test
    void isNeverAWholeDay() {
        LocalTime noon = LocalTime.NOON;

        assertThatIllegalArgumentException().isThrownBy(() -> new QuietHours(noon, noon, ALWAYS));
    }
}
