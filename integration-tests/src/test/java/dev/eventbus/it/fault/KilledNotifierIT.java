package dev.eventbus.it.fault;

import static dev.eventbus.it.Platform.allPages;
import static dev.eventbus.it.Platform.each;
import static dev.eventbus.it.Platform.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.it.Acking;
import dev.eventbus.it.Api;
import dev.eventbus.it.Platform;
import dev.eventbus.it.SharedStack;
import dev.eventbus.it.stack.DemoUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;

/** Another number of events: {@code -Dit.test=KilledNotifierIT -Deventbus.events=10000}. */
@ExtendWith(SharedStack.class)
class KilledNotifierIT {
    private static final int EVENTS = Integer.getInteger("eventbus.events", 300);
    private static final int RECIPIENTS = 10;
    private static final int BATCH = 50;
    private static final int IN_FLIGHT = 1_000;
    private static final String DEMO = "/api/workspaces/demo";

    private final Platform platform;
    private final Api ann;

    KilledNotifierIT(Platform platform) {
        this.platform = platform;
        this.ann = platform.as(SharedStack.ANN);
    }

    @Test
    void tellsEverybodyOfEverythingOnceAndCountsRightAfterItsRestart(TestReporter reporter) {
        List<Api> crowd = IntStream.range(0, RECIPIENTS).mapToObj(this::member).toList();
        List<Acking> sockets = crowd.stream().map(Acking::open).toList();
        try {
            List<String> to = crowd.stream().map(Api::userId).toList();
            CompletableFuture<List<String>> publishing = CompletableFuture.supplyAsync(() -> publish(to));
            patiently().until(() -> sockets.getFirst().heard().size() >= EVENTS / 10);

            platform.stack().notifier().kill();
            List<String> events = publishing.join();
            platform.stack().notifier().start();

            int repeated = 0;
            for (int i = 0; i < RECIPIENTS; i++) {
                Api user = crowd.get(i);
                patiently().until(() -> unread(user) == EVENTS);
                List<String> ids = new ArrayList<>();
                List<String> notified = new ArrayList<>();
                allPages(user, DEMO + "/notifications").forEach(one -> {
                    ids.add(one.path("id").asText());
                    notified.add(one.path("eventId").asText());
                });
                assertThat(notified).containsExactlyInAnyOrderElementsOf(events);
                Acking socket = sockets.get(i);
                patiently().untilAsserted(() -> assertThat(socket.heard()).containsAll(ids));
                patiently()
                        .untilAsserted(() -> assertThat(each(allPages(user, DEMO + "/notifications"), "status"))
                                .containsOnly("DELIVERED"));
                repeated += socket.heard().size() - ids.size();
            }
            reporter.publishEntry("frames", EVENTS * RECIPIENTS + ", repeated " + repeated);
            assertThat(repeated).as("no more than was under way").isLessThanOrEqualTo(IN_FLIGHT);
        } finally {
            sockets.forEach(Acking::close);
        }
    }

    private Api member(int number) {
        DemoUser user = DemoUser.member("crowd" + number + "@example.com", "crowd-password", "Crowd " + number);
        Api admin = platform.asAdmin();
        String id = admin.post(
                        "/api/users", Map.of("email", user.email(), "password", user.password(), "name", user.name()))
                .expect(201)
                .body()
                .path("id")
                .asText();
        admin.put(DEMO + "/members/" + id, Map.of("role", "MEMBER")).expect(200);
        return platform.as(user);
    }

    private List<String> publish(List<String> to) {
        List<String> ids = new ArrayList<>();
        for (int sent = 0; sent < EVENTS; sent += BATCH) {
            List<Object> batch = new ArrayList<>();
            for (int i = sent; i < Math.min(EVENTS, sent + BATCH); i++) {
                Map<String, Object> payload = Map.of(
                        "conversationId", "c" + i, "senderId", "nobody", "participants", to, "added", to, "text", "Hi");
                batch.add(Map.of("eventKey", "conversation.created", "resourceId", "c" + i, "payload", payload));
            }
            ann.post(DEMO + "/events/publish/batch", batch)
                    .expect(200)
                    .body()
                    .findValuesAsText("eventId")
                    .forEach(ids::add);
        }
        return ids;
    }

    private static int unread(Api user) {
        return user.get(DEMO + "/notifications/unread-count")
                .expect(200)
                .body()
                .path("count")
                .asInt();
    }

    private static ConditionFactory patiently() {
        return eventually().atMost(Duration.ofMinutes(5));
    }
}
