package dev.eventbus.it.fault;

import static dev.eventbus.it.Platform.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.it.Api;
import dev.eventbus.it.Platform;
import dev.eventbus.it.SharedStack;
import dev.eventbus.it.Sinks;
import dev.eventbus.it.Webhooks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;

/** Another number of events: {@code -Dit.test=ManySubscribersIT -Deventbus.events=10000}. */
@ExtendWith(SharedStack.class)
class ManySubscribersIT {

    private static final int EVENTS = Integer.getInteger("eventbus.events", 1_000);
    private static final int BATCH = 500;
    private static final String KEY = "many.subscribers.told";
    private static final List<String> GOOD = sinks("good", 17);
    private static final List<String> FAILING = sinks("failing", 3);

    private final Api ann;
    private final Api admin;

    ManySubscribersIT(Platform platform) {
        this.ann = platform.as(SharedStack.ANN);
        this.admin = platform.asAdmin();
    }

    @Test
    void threeThatFailHoldUpNoneOfSeventeenAndGetAllOfItWhenReplayed(TestReporter reporter) {
        try (Sinks sinks = Sinks.open();
                Webhooks webhooks = new Webhooks(admin)) {
            GOOD.forEach(sink -> webhooks.subscribe(KEY, sinks.url(sink), 1, "200ms"));
            Duration alone = timeOf(sinks);
            FAILING.forEach(sink -> sinks.answer(sink, 500));
            List<String> failing = FAILING.stream()
                    .map(sink -> webhooks.subscribe(KEY, sinks.url(sink), 1, "200ms"))
                    .toList();

            Duration beside = timeOf(sinks);

            reporter.publishEntry("17 subscriptions", alone + ", beside three that fail " + beside);
            assertThat(beside).isLessThan(alone.multipliedBy(3).plusSeconds(2));
            failing.forEach(id -> patiently().until(() -> webhooks.deadLetterCount(id) == EVENTS));
            Map<String, Integer> attempts = sinks.times(FAILING.getFirst());
            assertThat(attempts).hasSize(EVENTS);
            assertThat(attempts.values()).containsOnly(2);

            FAILING.forEach(sink -> sinks.answer(sink, 204));
            failing.forEach(id -> assertThat(webhooks.replay(id)).isEqualTo(EVENTS));

            for (String sink : FAILING) {
                patiently().until(() -> sinks.times(sink).values().stream().allMatch(times -> times == 3));
            }
            failing.forEach(id -> patiently().until(() -> webhooks.deadLetterCount(id) == 0));
            for (String sink : GOOD) {
                assertThat(sinks.times(sink)).as(sink).hasSize(2 * EVENTS);
                assertThat(sinks.times(sink).values()).as(sink).containsOnly(1);
            }
        }
    }

    /** How long it takes until each of the 17 has all events that are published now. */
    private Duration timeOf(Sinks sinks) {
        long start = System.nanoTime();
        Set<String> published = publish();
        for (String sink : GOOD) {
            patiently().until(() -> sinks.times(sink).keySet().containsAll(published));
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private Set<String> publish() {
        Set<String> ids = new HashSet<>();
        for (int sent = 0; sent < EVENTS; sent += BATCH) {
            List<Object> batch = new ArrayList<>();
            for (int i = sent; i < Math.min(EVENTS, sent + BATCH); i++) {
                batch.add(Map.of("eventKey", KEY, "payload", Map.of("number", i)));
            }
            ann.post("/api/workspaces/demo/events/publish/batch", batch)
                    .expect(200)
                    .body()
                    .findValuesAsText("eventId")
                    .forEach(ids::add);
        }
        assertThat(ids).hasSize(EVENTS);
        return ids;
    }

    private static ConditionFactory patiently() {
        return eventually().atMost(Duration.ofMinutes(10));
    }

    private static List<String> sinks(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + i).toList();
    }
}
