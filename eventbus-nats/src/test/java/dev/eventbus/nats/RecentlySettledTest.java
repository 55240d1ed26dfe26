package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecentlySettledTest {
    private static final Instant AT = Instant.parse("2026-11-21T08:09:50.123456789Z");
    private final RecentlySettled settled = new RecentlySettled();

    @Test
    void remembersAsManyAsItHasRoomFor() {
        for (long sequence = 1; sequence <= 20_000; sequence++) {
            settled.add(sequence, AT.plusNanos(sequence));
        }

        assertThat(settled.contains(20_000, AT.plusNanos(20_000))).isTrue();
        assertThat(settled.contains(20_000 - 16_383, AT.plusNanos(20_000 - 16_383)))
                .isTrue();
        assertThat(settled.contains(20_000 - 16_384, AT.plusNanos(20_000 - 16_384)))
                .isFalse();
        assertThat(settled.contains(20_001, AT.plusNanos(20_001))).isFalse();
    }

    @Test
    void takesAMessageOfAnotherStreamForAnother() {
        settled.add(7, AT);

        assertThat(settled.contains(7, AT.plusNanos(1))).isFalse();
        assertThat(settled.contains(7, AT)).isTrue();
    }

    @Test
    void forgets() {
        settled.add(7, AT);

        settled.clear();

        assertThat(settled.contains(7, AT)).isFalse();
    }
}
