package dev.eventbus.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.eventbus.gateway.problem.ProblemException;
import org.junit.jupiter.api.Test;

class StreamSlotsTest {
    private final StreamSlots slots = new StreamSlots();

    @Test
    void givesEachCallerANumberOfPlacesAndTakesThemBack() {
        for (int i = 0; i < StreamSlots.PER_CALLER; i++) {
            slots.take("a");
        }

        assertRefused("a", 429);
        assertThatCode(() -> slots.take("b")).doesNotThrowAnyException();
        slots.leave("a");
        assertThatCode(() -> slots.take("a")).doesNotThrowAnyException();
    }

    @Test
    void givesAllCallersANumberOfPlaces() {
        for (int i = 0; i < StreamSlots.ALL; i++) {
            slots.take("caller" + i);
        }

        assertRefused("another", 503);
        slots.leave("caller7");
        assertThatCode(() -> slots.take("another")).doesNotThrowAnyException();
    }

    private void assertRefused(String caller, int status) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> slots.take(caller))
                .satisfies(refused -> {
                    assertThat(refused.problem().status()).isEqualTo(status);
                    assertThat(refused.problem().retryAfterSeconds()).isPositive();
                });
    }
}
