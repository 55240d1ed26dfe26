package dev.eventbus.forwarder.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.forwarder.config.SubscriptionConfig.Pace;
import dev.eventbus.webhook.BreakerSettings;
import dev.eventbus.webhook.CircuitBreaker.Status;
import dev.eventbus.webhook.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private static final BreakerSettings BREAKER =
            new BreakerSettings(Duration.ofMinutes(1), 4, 0.5, Duration.ofSeconds(5), Duration.ofSeconds(20));
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void takesAllThereIsRoomForWhileNothingSpeaksAgainstIt() {
        Throttle throttle = throttle(null, BREAKER);

        assertThat(throttle.take(50)).isEqualTo(50);
        assertThat(throttle(null, null).take(7)).isEqualTo(7);
    }

    @Test
    void takesNothingNewWhileTheBreakerIsOpenButWhatIsDueAndThenAProbe() {
        Throttle throttle = throttle(null, BREAKER);
        throttle.dueIn(Duration.ofSeconds(2));
        throttle.dueIn(Duration.ofSeconds(4));
        fail(throttle, 4);

        assertThat(throttle.status()).isEqualTo(Status.OPEN);
        assertThat(throttle.take(50)).isZero();
        assertThat(throttle.askAgain()).isEqualTo(Duration.ofMillis(100));
        pass(Duration.ofMillis(1_990));
        assertThat(throttle.askAgain()).as("the retry is near").isEqualTo(Duration.ofMillis(20));
        pass(Duration.ofMillis(20));
        assertThat(throttle.take(50)).isEqualTo(1);
        assertThat(throttle.take(50)).isZero();
        pass(Duration.ofSeconds(3));
        assertThat(throttle.take(50)).as("a retry and a probe").isEqualTo(2);

        Throttle.Attempt probe = throttle.begin();
        assertThat(throttle.status()).isEqualTo(Status.PROBING);
        assertThat(throttle.take(50)).isZero();
        probe.succeeded();
        assertThat(throttle.status()).isEqualTo(Status.CLOSED);
        assertThat(throttle.take(50)).isEqualTo(50);
    }

    @Test
    void waitsLongerAfterAProbeThatFailed() {
        Throttle throttle = throttle(null, BREAKER);
        fail(throttle, 4);
        pass(Duration.ofSeconds(5));
        throttle.begin().failed();

        pass(Duration.ofMillis(9_999));
        assertThat(throttle.take(1)).isZero();
        pass(Duration.ofMillis(1));
        assertThat(throttle.take(1)).isEqualTo(1);
    }

    @Test
    void goesOnAtOnceWhenARetryMadeWhileItIsOpenSucceeds() {
        Throttle throttle = throttle(null, BREAKER);
        fail(throttle, 4);
        Throttle.Attempt failing = throttle.begin();
        Throttle.Attempt succeeding = throttle.begin();

        failing.failed();
        assertThat(throttle.status()).isEqualTo(Status.OPEN);
        succeeding.succeeded();
        assertThat(throttle.take(50)).isEqualTo(50);
    }

    @Test
    void forgetsWhatWasDueBeforeItOpened() {
        Throttle throttle = throttle(null, BREAKER);
        throttle.dueIn(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(2));
        assertThat(throttle.take(50)).isEqualTo(50);
        fail(throttle, 4);

        assertThat(throttle.take(50)).isZero();
    }

    @Test
    void keepsToTheRateLimitAndGetsBackWhatWasNotUsed() {
        Throttle throttle = throttle(RateLimit.parse("10/s"), BREAKER);

        assertThat(throttle.take(50)).isEqualTo(10);
        assertThat(throttle.take(50)).isZero();
        assertThat(throttle.askAgain()).isEqualTo(Duration.ofMillis(100));
        throttle.giveBack(4);
        assertThat(throttle.take(50)).isEqualTo(4);
        pass(Duration.ofMillis(250));
        assertThat(throttle.take(50)).isEqualTo(2);
    }

    @Test
    void takesNothingWhilePausedAndBeginsAnewWhenResumed() {
        Throttle throttle = throttle(null, BREAKER);
        fail(throttle, 4);
        throttle.pause();
        pass(Duration.ofMinutes(1));

        assertThat(throttle.take(50)).isZero();
        throttle.resume();
        assertThat(throttle.take(50)).isEqualTo(50);
    }

    @Test
    void letsOneProbeBeginAtATimeAndAnotherOnceThatCameToNothing() {
        Throttle throttle = throttle(null, BREAKER);
        fail(throttle, 4);
        pass(Duration.ofSeconds(5));

        assertThat(throttle.take(50)).isEqualTo(1);
        assertThat(throttle.take(50)).as("it is on its way").isZero();
        throttle.giveBack(1);
        assertThat(throttle.take(50)).as("none came").isEqualTo(1);
        pass(Duration.ofSeconds(5));
        assertThat(throttle.take(50)).as("one came and was not tried").isEqualTo(1);
    }

    @Test
    void anAttemptThatNeverReachedTheEndpointSaysNothingOfIt() {
        Throttle throttle = throttle(null, BREAKER);
        fail(throttle, 4);

        throttle.begin().cameToNothing();
        assertThat(throttle.status()).as("between probes").isEqualTo(Status.OPEN);
        pass(Duration.ofSeconds(5));
        throttle.begin().cameToNothing();
        assertThat(throttle.status()).as("a probe").isEqualTo(Status.OPEN);
    }

    @Test
    void whatIsDueAndExceedsTheRateStaysDue() {
        Throttle throttle = throttle(RateLimit.parse("1/s"), BREAKER);
        throttle.dueIn(Duration.ofSeconds(1));
        throttle.dueIn(Duration.ofSeconds(1));
        fail(throttle, 4);
        pass(Duration.ofSeconds(2));

        assertThat(throttle.take(50)).isEqualTo(1);
        pass(Duration.ofSeconds(1));
        assertThat(throttle.take(50)).isEqualTo(1);
    }

    @Test
    void whatIsTriedAgainHereWaitsForTheRateAndNotForTheBreaker() {
        Throttle throttle = throttle(RateLimit.parse("1/s"), BREAKER);
        fail(throttle, 4);

        assertThat(throttle.take(1)).isZero();
        assertThat(throttle.takeAgain()).isTrue();
        assertThat(throttle.takeAgain()).isFalse();
        pass(Duration.ofSeconds(1));
        throttle.pause();
        assertThat(throttle.takeAgain()).isFalse();
    }

    private static void fail(Throttle throttle, int times) {
        for (int i = 0; i < times; i++) {
            throttle.begin().failed();
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Throttle throttle(@Nullable RateLimit limit, @Nullable BreakerSettings breaker) {
        return new Throttle(
                "s",
                new Pace(50, Duration.ofSeconds(30), limit, breaker),
                () -> Instant.EPOCH.plusNanos(nanos.get()),
                nanos::get);
    }
}
