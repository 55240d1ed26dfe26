package dev.eventbus.forwarder;

import static dev.eventbus.forwarder.ForwarderScene.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.forwarder.CountingSink.Attempt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code ordering: subject}, no message is tried before those stored earlier under its subject are settled. */
class ForwarderOrderIT {
    private static final int SUBJECTS = 20;
    private static final int MESSAGES = 2_000;
    private static final int CONCURRENCY = 10;
    private static final int ATTEMPTS = 3;
    private static final String CONFIG = """
            ordering: subject
            timeout: 1s
            ack_wait: 6s
            retries: %d
            backoff: 20ms
            max_concurrency: %d
            """.formatted(ATTEMPTS - 1, CONCURRENCY);

    @TempDir
    Path folder;

    private ForwarderScene scene;

    @BeforeEach
    void start() throws Exception {
        scene = new ForwarderScene(folder);
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    @Test
    void keepsTheOrderOfEachSubjectWhenReplicasDie() throws Exception {
        try (CountingSink sink = CountingSink.start(2, ForwarderOrderIT::answer)) {
            scene.configure(sink.url(), CONFIG);
            ForwarderProcess first = scene.start();
            scene.publish(MESSAGES, i -> "s." + i % SUBJECTS);
            patiently().until(() -> sink.count() > MESSAGES / 4);
            ForwarderProcess second = scene.start();
            first.close();
            patiently().until(() -> sink.delivered().size() > MESSAGES / 2);
            ForwarderProcess third = scene.start();
            second.stop();
            patiently().until(() -> sink.delivered().size() > 3 * MESSAGES / 4);
            third.close();
            scene.start();
            patiently().until(() -> scene.unsettled() == 0);

            Set<String> hopeless = ids(ForwarderOrderIT::isHopeless);
            assertThat(sink.delivered()).isEqualTo(ids(number -> !isHopeless(number)));
            assertThat(scene.deadLetters()).isEqualTo(hopeless);
            assertThat(inversions(sink.attempts())).isEmpty();
            assertThat(sink.deliveredAgain()).isLessThanOrEqualTo(2 * CONCURRENCY);
        }
    }

    /** One in five fails at first; of those one in twenty always. */
    private static int answer(String id, int attempt) {
        int number = Integer.parseInt(id.substring(1));
        boolean fails = number % 5 == 0 && attempt <= 1 + number % 2 || isHopeless(number);
        return fails ? 503 : 204;
    }

    private static boolean isHopeless(int number) {
        return number % 100 == 45;
    }

    private static Set<String> ids(java.util.function.IntPredicate which) {
        return IntStream.range(0, MESSAGES).filter(which).mapToObj(i -> "m" + i).collect(Collectors.toSet());
    }

    /** Attempts made before everything stored earlier under their subject was delivered or tried to the last. */
    private static List<String> inversions(List<Attempt> attempts) {
        Map<String, TreeSet<Integer>> unfinished = new HashMap<>();
        for (int i = 0; i < MESSAGES; i++) {
            unfinished
                    .computeIfAbsent("s." + i % SUBJECTS, subject -> new TreeSet<>())
                    .add(i);
        }
        Map<String, Integer> times = new HashMap<>();
        List<String> found = new ArrayList<>();
        for (Attempt attempt : attempts) {
            int number = Integer.parseInt(attempt.id().substring(1));
            TreeSet<Integer> ofSubject = unfinished.get(attempt.subject());
            if (!ofSubject.isEmpty() && ofSubject.first() < number) {
                found.add(attempt + " before m" + ofSubject.first());
            }
            int tries = times.merge(attempt.id(), 1, Integer::sum);
            if (attempt.isDelivered() || isHopeless(number) && tries >= ATTEMPTS) {
                ofSubject.remove(number);
            }
        }
        return found;
    }
}
