package dev.eventbus.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private Instant now = Instant.parse("2026-11-21T08:00:00Z");
    private final LoginThrottle throttle = new LoginThrottle(3, () -> now);

    @Test
    void makesAKeyWaitAfterItsFailuresAndNoOther() {
        fail("a", 3);

        assertThat(throttle.waitFor("a")).isEqualTo(Duration.ofMinutes(1));
        assertThat(throttle.waitFor("b")).isZero();
    }

    @Test
    void letsAKeyTryOnceMoreAfterTheWait() {
        fail("a", 3);
        now = now.plusSeconds(60);
        assertThat(throttle.waitFor("a")).isZero();

        fail("a", 1);

        assertThat(throttle.waitFor("a")).isPositive();
    }

    @Test
    void forgetsAfterSuccessAndAfterAWhile() {
        fail("a", 2);
        throttle.succeeded("a");
        fail("a", 2);
        assertThat(throttle.waitFor("a")).isZero();

        now = now.plus(Duration.ofMinutes(16));
        fail("a", 2);

        assertThat(throttle.waitFor("a")).isZero();
    }

    @Test
    void remembersABoundedNumberOfKeys() {
        fail("first", 3);
        for (int i = 0; i < 10_000; i++) {
            fail("k" + i, 1);
        }

        assertThat(throttle.waitFor("first")).isZero();
    }

    private void fail(String key, int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed(key);
        }
    }
}
