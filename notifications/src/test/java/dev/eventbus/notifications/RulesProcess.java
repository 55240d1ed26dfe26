package dev.eventbus.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Event;
import dev.eventbus.EventMetadata;
import dev.eventbus.Payload;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Rules of a workspace's owner about events of a test's own, for the test's own user. */
abstract class RulesProcess extends NotifierProcess {
    static final String RULES = "/api/workspaces/demo/notification-rules";

    // Fresh in each test, so that rules of one test take no events of another.
    final String key = "rule-" + UUID.randomUUID();
    final String name = "n" + UUID.randomUUID().toString().replace("-", "");

    static RequestSpecification as(String userId, String role) {
        String token = GatewayToken.of(userId, "demo").with("role", role).signedWith(NotifierResources.SECRET);
        return io.restassured.RestAssured.given().header("Authorization", "Bearer " + token);
    }

    static Response post(String body) {
        return as("boss", "OWNER").contentType("application/json").body(body).post(RULES);
    }

    static Response put(String key, String body) {
        return as("boss", "OWNER").contentType("application/json").body(body).put(RULES + "/" + key);
    }

    static Response delete(String key) {
        return as("boss", "OWNER").delete(RULES + "/" + key);
    }

    /** A rule about this test's events for this test's user. */
    String rule(String more) {
        return """
                {"key":"%s","eventPattern":"deal.%s","template":{"title":"Deal {payload.n ?: '?'}","body":"{payload.text ?: ''}"},
                 "recipients":{"resolver":"users","users":["%s"]}%s}""".formatted(key, name, user, more);
    }

    Event deal(String json) {
        return deal(json, Instant.now());
    }

    Event deal(String json, Instant at) {
        return new Event(
                UUID.randomUUID().toString(),
                "demo",
                "crm",
                "deal",
                "d-1",
                name,
                at,
                Payload.ofJson(json.getBytes(StandardCharsets.UTF_8)),
                new EventMetadata(Map.of(), List.of(), null, null, "deal." + name));
    }

    List<String> titles() {
        return list(user).path("items.title");
    }

    void awaitTitles(String... titles) {
        await().atMost(SOON).untilAsserted(() -> assertThat(titles()).containsExactly(titles));
    }
}
