package dev.eventbus.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/**
 * Readers match while writers add and remove. More rounds, for longer stress:
 * {@code mvn -pl eventbus-core test -DskipChecks -Dtest=TopicIndexConcurrencyTest -Deventbus.stress.rounds=2000000}.
 */
class TopicIndexConcurrencyTest {
    private static final int ROUNDS = Integer.getInteger("eventbus.stress.rounds", 20_000);
    private static final int READERS = 2;
    private static final int WRITERS = 2;
    private static final Topic TOPIC = Topic.parse("events.o.s.r.e.i.k.v");

    private static final List<String> MATCHING = List.of(
            ">",
            "events.>",
            "events.o.>",
            "events.*.s.r.e.*",
            "events.o.s.r.e.i",
            "events.o.*.r.e.i",
            "events.o.s.r.e.*.k.v",
            "events.o.s.r.e.i.k.*");

    /** Share nodes and tables with those that match, and so change them. */
    private static final List<String> OTHERS =
            List.of("events.o.s.r.e.j", "events.o.s.r.e.k", "events.o.s.x.e.i", "events.p.>", "events.o.s.r.f.*");

    private final TopicIndex<Integer> index = new TopicIndex<>();

    /** By registration: 0 absent, 1 being added, 2 present, 3 being removed, and so on in fours. */
    private final AtomicIntegerArray phases = new AtomicIntegerArray(2 * MATCHING.size() * WRITERS);

    /** Half of the values have two patterns each. */
    private final List<Integer> values = new ArrayList<>();

    private final List<TopicPattern> patterns = new ArrayList<>();
    private final List<TopicPattern> others =
            OTHERS.stream().map(TopicPattern::parse).toList();
    private final AtomicInteger writing = new AtomicInteger(WRITERS);
    private final CountDownLatch reading = new CountDownLatch(READERS);

    @Test
    void aMatchFindsWhatWasThereAllTheTimeAndNothingThatWasNot() throws Exception {
        for (int i = 0; i < phases.length(); i++) {
            patterns.add(TopicPattern.parse(MATCHING.get(i / 2 % MATCHING.size())));
            values.add(i % 4 == 3 ? values.get(i - 3) : Integer.valueOf(1_000 + i));
        }
        List<Future<?>> tasks = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(READERS + WRITERS)) {
            for (int i = 0; i < READERS; i++) {
                tasks.add(executor.submit(this::read));
            }
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                tasks.add(executor.submit(() -> write(writer)));
            }
            for (Future<?> task : tasks) {
                task.get(1, TimeUnit.HOURS);
            }
        }

        assertThat(index.size()).isZero();
        assertThat(index.match(TOPIC)).isEmpty();
    }

    private Void write(int writer) throws InterruptedException {
        try {
            assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
            Random random = new Random(writer);
            for (int round = 0; round < ROUNDS; round++) {
                turn(WRITERS * random.nextInt(phases.length() / WRITERS) + writer);
                TopicPattern other = others.get(random.nextInt(others.size()));
                Integer value = Integer.valueOf(-1_000 - round);
                index.add(other, value);
                index.remove(other, value);
                matchOnce(); // at once, before the next change hides what this one left stale
            }
            for (int i = writer; i < phases.length(); i += WRITERS) {
                if (phases.get(i) % 4 == 2) {
                    turn(i);
                }
            }
        } finally {
            writing.decrementAndGet();
        }
        return null;
    }

    private void turn(int registration) {
        if (phases.getAndIncrement(registration) % 4 == 0) {
            index.add(patterns.get(registration), values.get(registration));
        } else {
            index.remove(patterns.get(registration), values.get(registration));
        }
        phases.incrementAndGet(registration);
    }

    private Void read() {
        boolean last;
        do {
            last = writing.get() == 0;
            matchOnce();
            reading.countDown();
        } while (!last);
        return null;
    }

    private void matchOnce() {
        int[] before = new int[phases.length()];
        for (int i = 0; i < before.length; i++) {
            before[i] = phases.get(i);
        }
        Set<Integer> found = Collections.newSetFromMap(new IdentityHashMap<>());
        index.match(
                TOPIC, value -> assertThat(found.add(value)).as("first time").isTrue());
        check(before, found);
    }

    private void check(int[] before, Set<Integer> found) {
        Set<Integer> possible = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < before.length; i++) {
            boolean still = before[i] == phases.get(i);
            if (still && before[i] % 4 == 2) {
                assertThat(found).as("present all the time").contains(values.get(i));
            }
            if (!still || before[i] % 4 != 0) {
                possible.add(values.get(i));
            }
        }
        found.removeAll(possible);
        assertThat(found).as("absent all the time").isEmpty();
    }
}
