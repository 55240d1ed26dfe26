package dev.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class UlidTest {
    private final ManualClock clock = new ManualClock();

    @Test
    void spellsTimeAndBitsAsTheSpecificationDoes() {
        InstantSource time = InstantSource.fixed(Instant.ofEpochMilli(1469918176385L));

        assertThat(new Ulid(time, fixed(0)).next()).isEqualTo("01ARYZ6S410000000000000000");
        assertThat(new Ulid(time, fixed(-1)).next()).isEqualTo("01ARYZ6S41ZZZZZZZZZZZZZZZZ");
        assertThat(new Ulid(time, fixed(0x0123456789ABCDEFL)).next()).isEqualTo("01ARYZ6S41SQQG28T5CY4TQKFF");
    }

    @Test
    void growsWithinAMillisecond() {
        Ulid ids = new Ulid(clock, new Random(1));
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            made.add(ids.next());
        }

        assertThat(made).isSorted().doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9A-HJKMNP-TV-Z]{26}"));
    }

    @Test
    void growsWhenTheBitsRunOver() {
        Ulid ids = new Ulid(clock, fixed(-1));

        String first = ids.next();
        String second = ids.next();

        assertThat(second).isGreaterThan(first).endsWith("0000000000000000");
    }

    @Test
    void growsWhenTheClockGoesBack() {
        List<Instant> times =
                new ArrayList<>(List.of(clock.instant(), clock.instant().minusSeconds(60)));
        Ulid ids = new Ulid(times::removeFirst, new Random(1));

        String first = ids.next();

        assertThat(ids.next()).isGreaterThan(first);
    }

    @Test
    void sortsByTime() {
        Ulid ids = new Ulid(clock, fixed(-1));
        String first = ids.next();
        clock.advance(Duration.ofMillis(1));

        assertThat(new Ulid(clock, fixed(0)).next()).isGreaterThan(first);
    }

    @Test
    void isUniqueAcrossThreads() throws Exception {
        Ulid ids = new Ulid(clock, new Random(1));
        Set<String> made = ConcurrentHashMap.newKeySet();
        List<Thread> makers = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            makers.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 5_000; i++) {
                    made.add(ids.next());
                }
            }));
        }
        for (Thread maker : makers) {
            maker.join();
        }

        assertThat(made).hasSize(20_000);
    }

    private static RandomGenerator fixed(long bits) {
        return () -> bits;
    }
}
