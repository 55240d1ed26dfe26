package dev.eventbus.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T08:09:50.123456Z",
                "1969-12-31T23:59:59.999999Z",
                "0001-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999Z"
            })
    void readsWhatItWroteToTheMicrosecond(String at) {
        Cursor cursor = new Cursor(Instant.parse(at), "01JD-x_1");

        assertThat(Cursor.parse(cursor.text())).isEqualTo(cursor);
    }

    @Test
    void keepsTimesThatNobodyWroteWithinWhatPostgresHolds() {
        assertThat(Cursor.parse(text(Long.MAX_VALUE + ".a")).at()).isEqualTo(Instant.parse("9999-12-31T23:59:59.999Z"));
        assertThat(Cursor.parse(text(Long.MIN_VALUE + ".a")).at()).isEqualTo(Instant.parse("0001-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "1", "1.", ".a", "x.a", "1.a b", "1.a.b", "99999999999999999999.a"})
    void refusesWhatItDidNotWrite(String plain) {
        assertThatThrownBy(() -> Cursor.parse(text(plain)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cursor must be the nextCursor of an earlier answer");
    }

    private static String text(String plain) {
        return java.util.Base64.getUrlEncoder().encodeToString(plain.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
