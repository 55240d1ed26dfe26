package dev.eventbus.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.forwarder.CountingSink.Attempt;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsSettings;
import dev.eventbus.nats.PausedDurables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Circuit breaker, rate limit and pause: what they keep back waits in the stream, with all of its attempts. */
class ForwarderPaceIT {
    private static final Duration STANDSTILL = Duration.ofSeconds(4);

    @TempDir
    Path folder;

    @Test
    void anOpenBreakerBurnsNoAttemptAndKeepsTheScheduleOfWhatWasTried() throws Exception {
        AtomicBoolean down = new AtomicBoolean(true);
        try (ForwarderScene scene = new ForwarderScene(folder);
                CountingSink sink = CountingSink.start(0, (id, attempt) -> down.get() ? 503 : 200)) {
            scene.configure(sink.url(), """
                    retries: 2
                    backoff: 200ms
                    max_concurrency: 5
                    breaker: { minimum_calls: 10, open: 2s, max_open: 2s }
                    """);
            ForwarderProcess forwarder = scene.start();
            scene.publish(200, i -> "s.x");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> metric(forwarder, "forwarder_breaker_state{subscription=\"c\"} 2.0"));
            await().during(STANDSTILL)
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> tried(sink).size() < 40);
            await().atMost(Duration.ofSeconds(20)) // a probe may be under way
                    .untilAsserted(
                            () -> assertThat(scene.consumer().getDelivered().getConsumerSequence())
                                    .as("a delivery for each attempt, and none besides")
                                    .isEqualTo(sink.count()));
            Set<String> triedWhileDown = tried(sink);

            down.set(false);
            ForwarderScene.patiently().until(() -> scene.unsettled() == 0);
            Set<String> letters = scene.deadLetters();
            assertThat(letters).isNotEmpty().isSubsetOf(triedWhileDown);
            assertThat(letters).allSatisfy(id -> assertThat(attempts(sink, id)).hasSize(3));
            assertThat(sink.delivered()).hasSize(200 - letters.size());
            assertThat(metric(forwarder, "forwarder_breaker_state{subscription=\"c\"} 0.0"))
                    .isTrue();
            assertThat(forwarder.output())
                    .contains("Stopped pulling because the endpoint fails", "The endpoint works again");
        }
    }

    @Test
    void aRateLimitIsKeptToAndCostsNoDelivery() throws Exception {
        try (ForwarderScene scene = new ForwarderScene(folder);
                CountingSink sink = CountingSink.start(0, (id, attempt) -> 200)) {
            scene.configure(sink.url(), "rate_limit: 20/s");
            scene.start();
            scene.publish(80, i -> "s.x");
            ForwarderScene.patiently().until(() -> sink.count() == 80);

            List<Attempt> attempts = sink.attempts();
            Duration took = Duration.ofNanos(
                    attempts.getLast().nanos() - attempts.getFirst().nanos());
            assertThat(took).as("3 s after a burst of 20, but for a slow start").isGreaterThan(Duration.ofSeconds(2));
            assertThat(scene.consumer().getDelivered().getConsumerSequence()).isEqualTo(80);
        }
    }

    @Test
    void anEndpointThatIsGonePausesItsSubscriptionForEveryProcessUntilItIsResumed() throws Exception {
        AtomicBoolean gone = new AtomicBoolean(true);
        try (ForwarderScene scene = new ForwarderScene(folder);
                CountingSink sink = CountingSink.start(0, (id, attempt) -> gone.get() ? 410 : 200);
                NatsConnection operator = NatsConnection.connect(NatsSettings.of(scene.nats.url()))) {
            scene.configure(sink.url(), "backoff: 500ms\nmax_concurrency: 2");
            ForwarderProcess first = scene.start();
            scene.publish(1, i -> "s.x");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> metric(first, "forwarder_paused{subscription=\"c\"} 1.0"));
            PausedDurables paused = new PausedDurables(operator);
            await().atMost(Duration.ofSeconds(10)).until(() -> paused.read().containsKey("c"));
            assertThat(paused.read().get("c").reason()).contains("answered 410");
            gone.set(false);

            ForwarderProcess second = scene.start();
            first.close();
            scene.publish(50, i -> "s.y" + i);
            int before = sink.count();
            await().during(STANDSTILL).atMost(Duration.ofSeconds(20)).until(() -> sink.count() == before);
            assertThat(second.isReady()).isTrue();
            assertThat(second.output()).contains("paused=true");

            paused.resume("c");
            ForwarderScene.patiently().until(() -> scene.unsettled() == 0);
            assertThat(sink.delivered()).hasSize(50);
            assertThat(scene.deadLetters()).isEmpty();
            assertThat(first.output()).contains("Paused a subscription").contains("answered 410");
        }
    }

    private static boolean metric(ForwarderProcess forwarder, String line) {
        return forwarder.get("/metrics").contains(line);
    }

    private static Set<String> tried(CountingSink sink) {
        return sink.attempts().stream().map(Attempt::id).collect(Collectors.toSet());
    }

    private static List<Attempt> attempts(CountingSink sink, String id) {
        Map<String, List<Attempt>> byId = sink.attempts().stream().collect(Collectors.groupingBy(Attempt::id));
        return byId.getOrDefault(id, List.of());
    }
}
