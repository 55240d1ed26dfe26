package dev.eventbus.gateway.notifications;

import static dev.eventbus.gateway.Users.sharedToken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.gateway.GatewayStack;
import dev.eventbus.json.Json;
import dev.eventbus.nats.NatsSignals;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the notifier asks of the gateway, and hears from it, over NATS. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class NotifierSignalsIT {
    @Inject
    NatsSignals signals;

    @Test
    void tellsOfGivenUsersWhoMayUseTheWorkspaceAndWhatTheirAddressIs() throws Exception {
        sharedToken("member"); // by now the users are there
        JsonNode people = ask("{\"workspaceId\":\"demo\",\"userIds\":[\"member\",\"admin\",\"nobody\"]}");

        assertThat(people.path("items").toString())
                .isEqualTo("[{\"userId\":\"admin\",\"email\":\"admin@example.com\",\"role\":\"ADMIN\"},"
                        + "{\"userId\":\"member\",\"email\":\"member@example.com\",\"role\":\"MEMBER\"}]");
        assertThat(people.path("next").isNull()).isTrue();
        assertThat(ask("{\"workspaceId\":\"other\",\"userIds\":[\"member\"]}").path("items"))
                .isEmpty();
        assertThat(ask("{\"workspaceId\":\"demo\",\"userIds\":[]}").path("items"))
                .isEmpty();
    }

    @Test
    void tellsOfAllMembersPageByPageAndByRole() throws Exception {
        sharedToken("member");
        List<String> all = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = ask("{\"workspaceId\":\"demo\",\"after\":\"" + after + "\",\"limit\":1}");
            page.path("items").forEach(person -> all.add(person.path("userId").asText()));
            after = page.path("next").textValue();
        } while (after != null);

        assertThat(all).contains("leaver", "member").doesNotContain("admin").isSorted();
        assertThat(ask("{\"workspaceId\":\"demo\",\"roles\":[\"OWNER\"]}")
                        .path("items")
                        .findValuesAsText("role"))
                .isNotEmpty()
                .containsOnly("OWNER");
    }

    @Test
    void tellsWhenAUserHasASocketAgain() throws Exception {
        List<String> joined = new CopyOnWriteArrayList<>();
        try (NatsSignals.Listening listening = signals.listen(
                "presence.joined", signal -> joined.add(new String(signal.body(), StandardCharsets.UTF_8)))) {
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .subprotocols("bearer." + sharedToken("member"))
                    .buildAsync(
                            URI.create("ws://127.0.0.1:" + RestAssured.port + "/ws/workspaces/demo"),
                            new WebSocket.Listener() {})
                    .get(10, TimeUnit.SECONDS);

            await().untilAsserted(
                            () -> assertThat(joined).contains("{\"workspaceId\":\"demo\",\"userId\":\"member\"}"));
            socket.abort();
        }
    }

    private JsonNode ask(String question) throws Exception {
        byte[] answer = signals.request(
                        "gateway.members", question.getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(5))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        return Json.read(answer, JsonNode.class);
    }
}
