package dev.eventbus.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {
    /** So that it wraps around within the test. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);

    private final TokenBucket bucket = new TokenBucket(RateLimit.parse("100/s"), nanos::get);

    @Test
    void givesASecondsWorthAtOnceAndThenOneByOne() {
        assertThat(bucket.take(1_000)).isEqualTo(100);
        assertThat(bucket.take(1)).isZero();
        assertThat(bucket.untilNext()).isEqualTo(Duration.ofMillis(10));

        pass(25);
        assertThat(bucket.take(10)).isEqualTo(2);
        assertThat(bucket.untilNext()).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void savesNoMoreThanASecondsWorth() {
        bucket.take(100);
        pass(60_000);

        assertThat(bucket.take(1_000)).isEqualTo(100);
    }

    @Test
    void keepsTheRateOverTime() {
        int taken = bucket.take(1_000);
        for (int i = 0; i < 10_000; i++) {
            pass(1);
            taken += bucket.take(7);
        }
        assertThat(taken).isEqualTo(100 + 1_000);
    }

    @Test
    void takesBackWhatWasNotNeeded() {
        bucket.take(100);
        bucket.giveBack(3);

        assertThat(bucket.take(10)).isEqualTo(3);
    }

    @Test
    void aSlowRateStillAllowsOneAtOnce() {
        TokenBucket slow = new TokenBucket(RateLimit.parse("6/m"), nanos::get);

        assertThat(slow.take(5)).isEqualTo(1);
        assertThat(slow.untilNext()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void manyThreadsGetNoMoreThanThereIs() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 1_000; i++) {
                threads.execute(() -> taken.addAndGet(bucket.take(1)));
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(taken).hasValue(100);
    }

    @ParameterizedTest
    @CsvSource({"100/s, 100, PT1S", "600 / m, 600, PT1M", "5000/H, 5000, PT1H"})
    void readsRates(String text, int calls, Duration per) {
        assertThat(RateLimit.parse(text)).isEqualTo(new RateLimit(calls, per));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "100", "100/d", "/s", "0/s", "-1/s", "1.5/s", "2000000/s", "99999999/s", "1/s/s"})
    void refusesWhatIsNoRate(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateLimit.parse(text))
                .withMessageContaining("rate limit");
    }

    private void pass(int millis) {
        nanos.addAndGet(millis * 1_000_000L);
    }
}
