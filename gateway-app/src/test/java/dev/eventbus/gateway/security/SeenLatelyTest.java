package dev.eventbus.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.gateway.database.DatabaseException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeenLatelyTest {
    private Instant now = Instant.parse("2026-11-21T08:00:00Z");
    private final SeenLately<String> seen = new SeenLately<>(() -> now);
    private int asked;
    private boolean isAway;
    private Optional<String> stored = Optional.of("member");

    @Test
    void asksAgainAfterFiveSecondsOnly() {
        find();
        pass(Duration.ofMillis(4_999));
        assertThat(find()).contains("member");
        assertThat(asked).isEqualTo(1);

        pass(Duration.ofMillis(1));
        stored = Optional.empty();

        assertThat(find()).isEmpty();
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void isBelievedForAQuarterOfAnHourWhileTheDatabaseIsAway() {
        find();
        isAway = true;

        pass(Duration.ofMinutes(15).minusSeconds(1));
        assertThat(find()).contains("member");

        pass(Duration.ofSeconds(1));
        assertThatThrownBy(this::find).isInstanceOf(DatabaseException.class);
    }

    @Test
    void isNotBelievedOnceItIsForgotten() {
        find();
        isAway = true;
        seen.forgetIf(value -> value.equals("another"));
        assertThat(find()).contains("member");

        seen.forgetIf(value -> value.equals("member"));

        assertThatThrownBy(this::find).isInstanceOf(DatabaseException.class);
    }

    @Test
    void keepsTenThousandAtMost() {
        for (int i = 0; i <= 10_000; i++) {
            seen.put("id-" + i, "x");
        }
        isAway = true;

        assertThatThrownBy(() -> seen.find("id-0", this::ask)).isInstanceOf(DatabaseException.class);
        assertThat(seen.find("id-1", this::ask)).contains("x");
    }

    private Optional<String> find() {
        return seen.find("id", this::ask);
    }

    private Optional<String> ask() {
        asked++;
        if (isAway) {
            throw new DatabaseException(new SQLException("away"));
        }
        return stored;
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
