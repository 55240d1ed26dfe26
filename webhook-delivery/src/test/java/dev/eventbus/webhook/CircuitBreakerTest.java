package dev.eventbus.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eventbus.webhook.CircuitBreaker.Status;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final BreakerSettings SETTINGS =
            new BreakerSettings(Duration.ofSeconds(60), 4, 0.5, Duration.ofSeconds(30), Duration.ofSeconds(100));

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final CircuitBreaker breaker = new CircuitBreaker(SETTINGS, () -> now);

    @Test
    void staysClosedBelowTheMinimumOfCalls() {
        fail(3);

        assertThat(breaker.status()).isEqualTo(Status.CLOSED);
        assertThat(breaker.tryEnter()).isTrue();
        assertThat(breaker.remaining()).isZero();
    }

    @Test
    void opensWhenTheShareOfFailuresIsReached() {
        succeed(3);
        fail(2);
        assertThat(breaker.status()).isEqualTo(Status.CLOSED);

        fail(1);

        assertThat(breaker.status()).isEqualTo(Status.OPEN);
        assertThat(breaker.tryEnter()).isFalse();
        assertThat(breaker.remaining()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void letsOneProbeInWhenItsTimeIsOver() {
        fail(4);
        pass(30);

        assertThat(breaker.tryEnter()).isTrue();
        assertThat(breaker.tryEnter()).isFalse();
        assertThat(breaker.status()).isEqualTo(Status.PROBING);
    }

    @Test
    void closesAfterAGoodProbeAndHasForgottenTheFailures() {
        fail(4);
        pass(30);
        assertThat(breaker.tryEnter()).isTrue();
        breaker.succeeded();
        fail(3);

        assertThat(breaker.status()).isEqualTo(Status.CLOSED);
    }

    @Test
    void staysOpenTwiceAsLongAfterEachFailedProbeUpToTheLongest() {
        fail(4);
        for (int expected : new int[] {60, 100, 100}) {
            now = now.plus(breaker.remaining());
            assertThat(breaker.tryEnter()).isTrue();
            breaker.failed();
            assertThat(breaker.remaining()).isEqualTo(Duration.ofSeconds(expected));
        }
    }

    @Test
    void stragglersChangeNothingWhileItIsOpen() {
        fail(4);
        breaker.succeeded();
        breaker.failed();

        assertThat(breaker.remaining()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void givesUpAProbeThatIsNeverHeardOf() {
        fail(4);
        pass(30);
        assertThat(breaker.tryEnter()).isTrue();
        pass(100);

        assertThat(breaker.tryEnter()).isTrue();
        assertThat(breaker.tryEnter()).isFalse();
    }

    @Test
    void forgetsWhatLiesBeyondTheWindow() {
        fail(3);
        pass(91);
        fail(1);
        assertThat(breaker.status()).isEqualTo(Status.CLOSED);

        pass(31);
        fail(3);
        assertThat(breaker.status()).as("the half before counts").isEqualTo(Status.OPEN);
    }

    @Test
    void anOperatorMayResetIt() {
        fail(4);
        breaker.reset();

        assertThat(breaker.tryEnter()).isTrue();
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BreakerSettings(Duration.ZERO, 1, 0.5, Duration.ZERO, Duration.ZERO))
                .withMessageContaining("window");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BreakerSettings(
                        Duration.ofSeconds(1), 1, 1.5, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .withMessageContaining("1.5");
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed();
        }
    }

    private void succeed(int times) {
        for (int i = 0; i < times; i++) {
            breaker.succeeded();
        }
    }

    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
    }
}
