package dev.eventbus.notifications.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.eventbus.notifications.problem.ProblemException;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageRequestTest {
    @Test
    void hasDefaults() {
        assertThat(PageRequest.of(null, null, null, null))
                .isEqualTo(new PageRequest(Set.of(Status.values()), View.INBOX, Long.MAX_VALUE, 50));
    }

    @Test
    void takesStatusCursorAndLimit() {
        assertThat(PageRequest.of("UNREAD", null, PageRequest.cursorAt(17), "200"))
                .isEqualTo(new PageRequest(Set.of(Status.CREATED, Status.DELIVERED), View.INBOX, 17, 200));
    }

    @ParameterizedTest
    @CsvSource({
        "status, read,   ,",
        "status, SEEN,   ,",
        "cursor,      , !!!,",
        "cursor,      , eA,",
        "cursor,      , 17,",
        "limit,       ,    , 0",
        "limit,       ,    , 201",
        "limit,       ,    , -1",
        "limit,       ,    , ten",
        "limit,       ,    , 99999999999"
    })
    void namesTheParameterThatIsWrong(String field, String status, String cursor, String limit) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> PageRequest.of(status, null, cursor, limit))
                .withMessageStartingWith(field + " must be");
    }

    @Test
    void readsUpToAsAnIdOrATime() {
        String id = NotificationId.of("a", "b", "c", "d");

        assertThat(UpTo.parse(id)).isEqualTo(new UpTo.Id(id));
        assertThat(UpTo.parse("2026-11-21T08:09:50.123Z"))
                .isEqualTo(new UpTo.Time(Instant.parse("2026-11-21T08:09:50.123Z")));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", " ", "now", "2026-11-21", "1795248590", "+10000-01-01T00:00:00Z", "0000-12-31T23:59:59Z"})
    void namesUpToWhenItIsNeither(String text) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> UpTo.parse(text))
                .withMessageStartingWith("upTo must be a notification id or a time");
    }
}
