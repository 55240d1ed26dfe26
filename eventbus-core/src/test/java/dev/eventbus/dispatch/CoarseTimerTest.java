package dev.eventbus.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoarseTimerTest {
    private static final Duration GRAIN = Duration.ofMillis(CoarseTimer.GRAIN_MILLIS);

    private final ManualClock clock = new ManualClock();
    private final Instant start = clock.instant();
    private final List<String> rung = new ArrayList<>();
    private final Timer timer = new CoarseTimer(
            clock, () -> Duration.between(start, clock.instant()).toNanos());

    @Test
    void ringsNoSoonerThanAskedForAndAtMostAGrainLate() {
        for (int millis : new int[] {1_000, 1_001, 1_049, 1_050, 5_000, 86_400_000}) {
            Instant[] at = new Instant[1];
            Instant due = clock.instant().plusMillis(millis);
            timer.after(Duration.ofMillis(millis), () -> at[0] = clock.instant());

            clock.advance(Duration.ofMillis(millis).plus(GRAIN));

            assertThat(at[0]).isBetween(due, due.plus(GRAIN));
        }
    }

    @Test
    void ringsExactlyWhatIsNear() {
        timer.after(Duration.ofMillis(999), () -> rung.add("near"));

        clock.advance(Duration.ofMillis(998));
        assertThat(rung).isEmpty();
        clock.advance(Duration.ofMillis(1));

        assertThat(rung).containsExactly("near");
    }

    @Test
    void sharesOneEntryOfTheOtherTimerAmongThoseThatRingTogether() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            timer.after(Duration.ofSeconds(30), () -> rung.add("together"));
        }
        clock.awaitAlarms(1);

        clock.advance(Duration.ofSeconds(31));

        assertThat(rung).hasSize(1_000);
        clock.awaitAlarms(0);
    }

    @Test
    void ringsNothingThatWasCalledOff() {
        Timer.Alarm first = timer.after(Duration.ofSeconds(30), () -> rung.add("first"));
        timer.after(Duration.ofSeconds(30), () -> rung.add("second"));

        first.cancel();
        first.cancel();
        clock.advance(Duration.ofSeconds(31));
        first.cancel();

        assertThat(rung).containsExactly("second");
    }

    @Test
    void anAlarmMayCallOffItsNeighbourAndSetUpTheNext() {
        Timer.Alarm[] neighbour = new Timer.Alarm[1];
        timer.after(Duration.ofSeconds(2), () -> {
            neighbour[0].cancel();
            timer.after(Duration.ofSeconds(2), () -> rung.add("next"));
        });
        neighbour[0] = timer.after(Duration.ofSeconds(3), () -> rung.add("neighbour"));

        clock.advance(Duration.ofSeconds(10));

        assertThat(rung).containsExactly("next");
    }
}
