package dev.eventbus.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FreshnessTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // the monotonic clock may overflow
    private final Freshness freshness = new Freshness(now::get);
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void looksBeforeAnythingIsKnown() {
        assertThat(freshness.isFreshAfter(this::confirm)).isTrue();
        assertThat(looks).hasValue(1);
    }

    @Test
    void doesNotLookAtWhatIsFresh() {
        freshness.confirm(now.get());
        pass(Duration.ofSeconds(1));

        assertThat(freshness.isFreshAfter(this::confirm)).isTrue();
        assertThat(looks).hasValue(0);
    }

    @Test
    void looksAgainWhenTheProcessStoodStillForTwoSeconds() {
        freshness.confirm(now.get());
        pass(Duration.ofSeconds(2));

        assertThat(freshness.isFreshAfter(this::confirm)).isTrue();
        assertThat(looks).hasValue(1);
    }

    @Test
    void isNotFreshWhileNobodyCanLookAndAsksNotTooOften() {
        assertThat(freshness.isFreshAfter(this::fail)).isFalse();
        assertThat(freshness.isFreshAfter(this::fail)).isFalse();
        assertThat(looks).hasValue(1);

        pass(Duration.ofSeconds(1));

        assertThat(freshness.isFreshAfter(this::confirm)).isTrue();
        assertThat(looks).hasValue(2);
    }

    @Test
    void aLookThatTookTooLongDoesNotCount() {
        assertThat(freshness.isFreshAfter(() -> {
                    confirm();
                    pass(Duration.ofSeconds(3));
                    return true;
                }))
                .isFalse();
    }

    private boolean confirm() {
        looks.incrementAndGet();
        freshness.confirm(now.get());
        return true;
    }

    private boolean fail() {
        looks.incrementAndGet();
        return false;
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
