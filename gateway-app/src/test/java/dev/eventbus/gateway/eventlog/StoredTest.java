package dev.eventbus.gateway.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StoredTest {
    @Test
    void replacesWhatPostgresCannotKeep() {
        assertThat(Stored.text("a\u0000b\uD83Dc\uD83D\uDE00")).isEqualTo("a\uFFFDb\uFFFDc\uD83D\uDE00");
        assertThat(Stored.text(null)).isNull();
        assertThat(Stored.text("x".repeat(5_000))).hasSize(1_024);
    }

    @Test
    void bringsTimesIntoRange() {
        Instant ordinary = Instant.parse("2026-11-21T08:00:00Z");

        assertThat(Stored.clamp(Instant.MAX)).isEqualTo(Instant.parse("9999-12-31T23:59:59.999Z"));
        assertThat(Stored.clamp(Instant.MIN)).isEqualTo(Instant.parse("0001-01-01T00:00:00Z"));
        assertThat(Stored.clamp(ordinary)).isEqualTo(ordinary);
    }
}
