package dev.eventbus.gateway.deadletters;

import static dev.eventbus.gateway.Users.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.gateway.GatewayStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From publishing to a dead letter and back. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class ReplayIT {
    private static final String DEMO = "/api/workspaces/demo";
    private static final String LONG_AGO = "2020-01-01T00:00:00Z";
    private static final String FAR_AHEAD = "2100-01-01T00:00:00Z";

    private Receiver receiver;
    private String subscription;

    @BeforeEach
    void listen() throws IOException {
        receiver = Receiver.answering(204);
    }

    @AfterEach
    void unsubscribe() {
        as("admin").delete(DEMO + "/subscriptions/" + subscription);
        receiver.close();
    }

    @Test
    void deliversADeadLetterOnceMoreWhenItIsReplayed() {
        receiver.answer(500);
        subscribe("broken.thing.*", "{}");
        String event = publish("broken.thing.made", "{}");
        String letter = letterOf(event, "OPEN");
        receiver.answer(204);

        Response replay = as("member").post(DEMO + "/dead-letters/" + letter + "/replay");

        assertThat(replay.statusCode()).as(replay.asString()).isEqualTo(202);
        assertThat(replay.<String>path("state")).isIn("REPLAYING", "REPLAYED");
        assertThat(letterOf(event, "REPLAYED")).isEqualTo(letter);
        assertThat(receiver.ids()).containsExactly(event, event);
        assertThat(as("member")
                        .post(DEMO + "/dead-letters/" + letter + "/replay")
                        .<String>path("code"))
                .isEqualTo("ALREADY_REPLAYED");
    }

    @Test
    void opensALetterAgainWhoseReplayFails() {
        receiver.answer(500);
        subscribe("worse.thing.*", "{}");
        String event = publish("worse.thing.made", "{}");
        String letter = letterOf(event, "OPEN");

        Response replay = replayLetters("{\"filter\":{\"subscriber\":\"" + subscription + "\"}}");

        assertThat(replay.<Integer>path("replayed")).isEqualTo(1);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Response again = as("member").get(DEMO + "/dead-letters/" + letter);
            assertThat(again.<String>path("state")).isEqualTo("OPEN");
            assertThat(again.<Integer>path("attempts")).isEqualTo(2);
        });
    }

    @Test
    void replaysOnlyWhatTheSubscriberTakesOfTheLog() {
        subscribe("paint.wall.*", "{\"color\":\"red\"}");
        String red = publish("paint.wall.painted", "{\"color\":\"red\"}");
        String blue = publish("paint.wall.painted", "{\"color\":\"blue\"}");
        String other = publish("paint.door.painted", "{\"color\":\"red\"}");
        deliveriesOf(red, 1);
        deliveriesOf(blue, 0);
        deliveriesOf(other, 0);

        Response dryRun = replayEvents("admin", true);
        Response replay = replayEvents("leaver", false);

        assertThat(dryRun.<Integer>path("matched")).as(dryRun.asString()).isEqualTo(1);
        assertThat(dryRun.<Integer>path("replayed")).isZero();
        assertThat(replay.<Integer>path("matched")).isEqualTo(1);
        assertThat(replay.<Integer>path("replayed")).isEqualTo(1);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(receiver.ids()).containsExactly(red, red));
    }

    @Test
    void showsAnEventWithItsDeliveries() {
        subscribe("seen.thing.*", "{}");
        String event = publish("seen.thing.made", "{}");

        Response shown = deliveriesOf(event, 1);

        assertThat(shown.<String>path("id")).isEqualTo(event);
        assertThat(shown.<String>path("deliveries[0].subscriber.kind")).isEqualTo("SUBSCRIPTION");
        assertThat(shown.<String>path("deliveries[0].subscriber.key")).isEqualTo(subscription);
        assertThat(shown.<String>path("deliveries[0].state")).isEqualTo("DELIVERED");
        assertThat(shown.<Integer>path("deliveries[0].attempts")).isEqualTo(1);
        assertThat(shown.<Integer>path("deliveries[0].lastStatus")).isEqualTo(204);
        assertThat(shown.<String>path("deliveries[0].nextAttemptAt")).isNull();
    }

    @Test
    void letsOwnersReplayTheLogAndNobodyElse() {
        subscribe("owned.thing.*", "{}");

        assertThat(replayEvents("member", true).statusCode()).isEqualTo(403);
        assertThat(replayEvents("outsider", true).statusCode()).isEqualTo(404);
        assertThat(replayEvents("leaver", true).statusCode()).isEqualTo(200);
    }

    @Test
    void knowsOnlySubscribersOfTheWorkspaceThatAreActive() {
        subscribe("paused.thing.*", "{}");
        Response foreign = as("admin")
                .contentType("application/json")
                .body(replay(true))
                .post("/api/workspaces/other/events/replay");

        Response disabled = as("admin")
                .contentType("application/json")
                .body(subscriptionBody("paused.thing.*", "{}", false))
                .put(DEMO + "/subscriptions/" + subscription);

        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(disabled.statusCode()).as(disabled.asString()).isEqualTo(200);
        assertThat(replayEvents("admin", true).statusCode()).isEqualTo(409);
        assertThat(replayEvents("admin", true).<String>path("code")).isEqualTo("SUBSCRIBER_INACTIVE");
    }

    private void subscribe(String pattern, String filters) {
        Response created = as("admin")
                .contentType("application/json")
                .body(subscriptionBody(pattern, filters, true))
                .post(DEMO + "/subscriptions");
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        subscription = created.path("id");
    }

    private String subscriptionBody(String pattern, String filters, boolean enabled) {
        return "{\"name\":\"replay\",\"eventPattern\":\"" + pattern + "\",\"filters\":" + filters
                + ",\"target\":{\"url\":\"" + receiver.url() + "\"},\"retry\":{\"retries\":0},\"enabled\":" + enabled
                + "}";
    }

    private static String publish(String eventKey, String filters) {
        return as("member")
                .contentType("application/json")
                .body("{\"eventKey\":\"" + eventKey + "\",\"filters\":" + filters + "}")
                .post(DEMO + "/events/publish")
                .path("eventId");
    }

    private static Response deliveriesOf(String event, int count) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> as("member").get(DEMO + "/events/" + event),
                        answer -> answer.statusCode() == 200
                                && answer.<List<String>>path("deliveries.state").size() == count
                                && !answer.<List<String>>path("deliveries.state")
                                        .contains("PENDING"));
    }

    private String letterOf(String event, String state) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> as("member")
                                .get(DEMO + "/dead-letters?state=" + state + "&subscriber=subscription/" + subscription)
                                .<String>path("items.find { it.eventId == '" + event + "' }?.id"),
                        id -> id != null);
    }

    private static Response replayLetters(String body) {
        return as("member").contentType("application/json").body(body).post(DEMO + "/dead-letters/replay");
    }

    private Response replayEvents(String user, boolean dryRun) {
        return as(user).contentType("application/json").body(replay(dryRun)).post(DEMO + "/events/replay");
    }

    private String replay(boolean dryRun) {
        return "{\"from\":\"" + LONG_AGO + "\",\"to\":\"" + FAR_AHEAD + "\",\"subscriptionId\":\"" + subscription
                + "\",\"dryRun\":" + dryRun + "}";
    }
}
