package dev.eventbus.forwarder;

import static dev.eventbus.forwarder.ForwarderScene.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The destination fails for a while in the middle of 20,000 messages, then the forwarder and the nats-server are
 * killed: each message arrives or is a dead letter. {@code -Deventbus.outage=60s} lets it fail for as long.
 */
class ForwarderLoadFaultIT {
    private static final int MESSAGES = 20_000;
    private static final int CONCURRENCY = 50;
    private static final Duration OUTAGE = Duration.parse("PT" + System.getProperty("eventbus.outage", "5s"));
    private static final String CONFIG = """
            max_concurrency: %d
            timeout: 5s
            ack_wait: 10s
            retries: 3
            backoff: 500ms
            """.formatted(CONCURRENCY);

    @TempDir
    Path folder;

    @Test
    void losesNothingWhenEverythingDiesInTurn() throws Exception {
        AtomicBoolean down = new AtomicBoolean();
        try (ForwarderScene scene = new ForwarderScene(folder);
                CountingSink sink =
                        CountingSink.start(5, (id, attempt) -> down.get() || isHopeless(number(id)) ? 500 : 204)) {
            scene.configure(sink.url(), CONFIG);
            ForwarderProcess forwarder = scene.start();
            CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publish(scene));

            patiently().until(() -> sink.count() > MESSAGES / 5);
            down.set(true);
            await().pollDelay(OUTAGE).atMost(OUTAGE.plusSeconds(30)).until(() -> true);
            down.set(false);
            patiently().until(() -> sink.delivered().size() > 2 * MESSAGES / 5);
            publishing.get(60, TimeUnit.SECONDS);
            forwarder.close();
            long againBefore = sink.deliveredAgain();
            scene.start();
            patiently().until(() -> sink.delivered().size() > 3 * MESSAGES / 5);
            scene.nats.kill();
            scene.nats.restart();
            patiently().ignoreExceptions().until(() -> scene.unsettled() == 0);

            Set<String> arrived = sink.delivered();
            Set<String> dead = scene.deadLetters();
            Set<String> settled = new HashSet<>(arrived);
            settled.addAll(dead);
            assertThat(settled).isEqualTo(ids(number -> true));
            assertThat(dead).containsAll(ids(ForwarderLoadFaultIT::isHopeless));
            assertThat(againBefore).isZero();
            assertThat(sink.deliveredAgain()).isLessThanOrEqualTo(2 * CONCURRENCY);
        }
    }

    private static void publish(ForwarderScene scene) {
        try {
            scene.publish(MESSAGES, i -> "s." + i % 100);
        } catch (Exception e) {
            throw new IllegalStateException("Could not publish", e);
        }
    }

    private static boolean isHopeless(int number) {
        return number % 500 == 7;
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring(1));
    }

    private static Set<String> ids(IntPredicate which) {
        return IntStream.range(0, MESSAGES).filter(which).mapToObj(i -> "m" + i).collect(Collectors.toSet());
    }
}
