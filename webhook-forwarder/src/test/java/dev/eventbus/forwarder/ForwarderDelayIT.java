package dev.eventbus.forwarder;

import static dev.eventbus.forwarder.ForwarderScene.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.forwarder.CountingSink.Attempt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without jitter a message is tried again after D, 2D and 4D, within 50 ms. */
class ForwarderDelayIT {
    /** Delivered at once, and not measured: what a process does first takes its time. */
    private static final int WARM_UP = 200;

    private static final int MEASURED = 9;
    private static final List<Long> SCHEDULE_MILLIS = List.of(1_000L, 2_000L, 4_000L);
    private static final long EXACT_MILLIS = 50;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"none", "subject"})
    void keepsToTheSchedule(String ordering) throws Exception {
        try (ForwarderScene scene = new ForwarderScene(folder);
                CountingSink sink = CountingSink.start(0, ForwarderDelayIT::answer)) {
            scene.configure(sink.url(), "backoff: 1s\nretries: 3\nordering: " + ordering + "\n");
            scene.start();
            scene.publish(WARM_UP, i -> "s.warm" + i);
            patiently().until(() -> sink.count() == WARM_UP);
            scene.publish(WARM_UP + MEASURED, i -> "s." + i);
            patiently().until(() -> scene.unsettled() == 0);

            // A busy machine makes some later; a delay that is not kept makes all after it late.
            assertThat(late(sink.attempts()))
                    .hasSize(SCHEDULE_MILLIS.size())
                    .allSatisfy(late -> assertThat(late)
                            .hasSize(MEASURED)
                            .allMatch(millis -> millis >= 0)
                            .anyMatch(millis -> millis < EXACT_MILLIS));
            assertThat(sink.deliveredAgain()).isZero();
        }
    }

    private static int answer(String id, int attempt) {
        return attempt <= 3 && Integer.parseInt(id.substring(1)) >= WARM_UP ? 500 : 204;
    }

    /** By how much each retry was later than scheduled, from one attempt's arrival to the next one's; for each delay. */
    private static List<List<Long>> late(List<Attempt> attempts) {
        Map<String, List<Attempt>> byId = attempts.stream().collect(Collectors.groupingBy(Attempt::id));
        List<List<Long>> late = SCHEDULE_MILLIS.stream()
                .<List<Long>>map(delay -> new ArrayList<>())
                .toList();
        for (List<Attempt> ofOne : byId.values()) {
            for (int i = 1; i < ofOne.size(); i++) {
                long gap = ofOne.get(i).nanos() - ofOne.get(i - 1).nanos();
                late.get(i - 1).add(Math.floorDiv(gap, 1_000_000) - SCHEDULE_MILLIS.get(i - 1));
            }
        }
        return late;
    }
}
