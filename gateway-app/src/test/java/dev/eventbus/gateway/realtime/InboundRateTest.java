package dev.eventbus.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class InboundRateTest {
    private Instant now = Instant.parse("2026-11-21T08:00:00Z");
    private final InboundRate rate = new InboundRate(2, () -> now);

    @Test
    void permitsSoManyMessagesASecond() {
        assertThat(rate.isExceeded()).isFalse();
        assertThat(rate.isExceeded()).isFalse();
        assertThat(rate.isExceeded()).isTrue();
    }

    @Test
    void beginsAnewWithTheNextSecond() {
        rate.isExceeded();
        rate.isExceeded();
        now = now.plusSeconds(1);

        assertThat(rate.isExceeded()).isFalse();
        assertThat(rate.isExceeded()).isFalse();
        assertThat(rate.isExceeded()).isTrue();
    }
}
