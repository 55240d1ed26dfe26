package dev.eventbus.gateway.realtime;

import static dev.eventbus.gateway.Users.as;
import static dev.eventbus.gateway.Users.sharedToken;
import static dev.eventbus.gateway.Users.token;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.gateway.GatewayStack;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.nats.NatsSignals;
import dev.eventbus.nats.NoListenerException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class RealtimeIT {
    @Inject
    NatsSignals signals;

    @Inject
    Jdbc jdbc;

    @Test
    void sendsAnEventOnceWithEveryMatchingReference() throws Exception {
        TestSocket socket = open("member");
        assertThat(socket.subprotocol()).startsWith("bearer.");
        assertThat(socket.ask("{\"type\":\"subscribe\",\"ref\":1,\"pattern\":\"live.deal.closed\"}"))
                .matches("\\{\"type\":\"subscribed\",\"ref\":1,\"position\":\"[0-9]+\"}");
        socket.ask("{\"type\":\"subscribe\",\"ref\":\"two\",\"pattern\":\"live.*.*\",\"filters\":{\"region\":\"eu\"}}");
        socket.ask("{\"type\":\"subscribe\",\"ref\":3,\"pattern\":\"live.*.*\",\"filters\":{\"region\":\"us\"}}");

        publish("{\"eventKey\":\"live.deal.closed\",\"payload\":{ \"a\": 1.0 },\"filters\":{\"region\":\"eu\"}}");

        String frame = socket.hear();
        assertThat(frame)
                .startsWith("{\"type\":\"event\",\"ref\":[")
                .containsAnyOf("[1,\"two\"]", "[\"two\",1]")
                .containsPattern("\"position\":\"[0-9]+\"")
                .contains("\"payload\":{ \"a\": 1.0 }");
        assertThat(socket.ask("{\"type\":\"ping\"}")).isEqualTo("{\"type\":\"pong\"}");
    }

    @Test
    void sendsEphemeralEventsWithoutAPosition() throws Exception {
        TestSocket socket = open("member");
        socket.ask("{\"type\":\"subscribe\",\"ref\":1,\"pattern\":\"brief.user.typed\"}");

        publish("{\"eventKey\":\"brief.user.typed\",\"durability\":\"EPHEMERAL\"}");

        assertThat(socket.hear()).contains("\"position\":\"\"", "\"eventName\":\"typed\"");
    }

    @Test
    void keepsTheOrderOfEventsAndStopsAfterUnsubscribing() throws Exception {
        TestSocket socket = open("member");
        socket.ask("{\"type\":\"subscribe\",\"ref\":1,\"pattern\":\"ordered.a.b\"}");
        for (int i = 0; i < 50; i++) {
            publish("{\"eventKey\":\"ordered.a.b\",\"resourceId\":\"r" + i + "\"}");
        }
        for (int i = 0; i < 50; i++) {
            assertThat(socket.hear()).contains("\"resourceId\":\"r" + i + "\"");
        }

        socket.ask("{\"type\":\"unsubscribe\",\"ref\":1}");
        publish("{\"eventKey\":\"ordered.a.b\"}");

        assertThat(socket.ask("{\"type\":\"ping\"}")).isEqualTo("{\"type\":\"pong\"}");
    }

    @Test
    void publishesLikeTheRestApi() throws Exception {
        TestSocket socket = open("member");
        socket.ask("{\"type\":\"subscribe\",\"ref\":1,\"pattern\":\"spoken.word.said\"}");

        socket.say("{\"type\":\"publish\",\"ref\":9,\"eventKey\":\"spoken.word.said\",\"payload\":{\"w\":1}}");

        List<String> both = List.of(socket.hear(), socket.hear());
        assertThat(both)
                .anySatisfy(frame -> assertThat(frame).startsWith("{\"type\":\"published\",\"ref\":9,\"eventId\":"));
        assertThat(both)
                .anySatisfy(frame -> assertThat(frame).contains("\"payload\":{\"w\":1}", "\"actor\":\"member\""));
    }

    @Test
    void showsNothingOfOtherWorkspaces() throws Exception {
        TestSocket socket = open("member");
        socket.ask("{\"type\":\"subscribe\",\"ref\":1,\"pattern\":\"*.*.*\"}");

        given().header("Authorization", "Bearer " + sharedToken("admin"))
                .contentType("application/json")
                .body("{\"eventKey\":\"foreign.a.b\"}")
                .post("/api/workspaces/other/events/publish");
        publish("{\"eventKey\":\"own.a.b\"}");

        assertThat(socket.hear()).contains("\"source\":\"own\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "nonsense|malformed_json|null",
                "[]|malformed_json|null",
                "{\"type\":\"dance\",\"ref\":1}|invalid_request|1",
                "{\"ref\":1}|invalid_request|1",
                "{\"type\":\"subscribe\",\"pattern\":\"a.b\"}|invalid_request|null",
                "{\"type\":\"subscribe\",\"ref\":{},\"pattern\":\"a.b\"}|invalid_request|null",
                "{\"type\":\"subscribe\",\"ref\":1}|invalid_request|1",
                "{\"type\":\"subscribe\",\"ref\":1,\"pattern\":\"a..b\"}|invalid_request|1",
                "{\"type\":\"subscribe\",\"ref\":1,\"pattern\":\"events.*.a.b.c.*\",\"organization\":\"other\"}|invalid_request|1",
                "{\"type\":\"subscribe\",\"ref\":1,\"pattern\":\"a.b\",\"filters\":{\"*\":\"x\"}}|invalid_request|1",
                "{\"type\":\"subscribe\",\"ref\":1,\"pattern\":\"a.b\",\"since\":\"\"}|invalid_request|1",
                "{\"type\":\"subscribe\",\"ref\":1,\"pattern\":\"a.b\",\"since\":5}|invalid_request|1",
                "{\"type\":\"subscribe\",\"ref\":1,\"pattern\":\"a.b\",\"since\":\"a b\"}|invalid_request|1",
                "{\"type\":\"subscribe\",\"ref\":1,\"pattern\":\"a.b\",\"since\":\"no-such-event\"}|invalid_request|1",
                "{\"type\":\"presence\",\"ref\":1}|unsupported|1",
                "{\"type\":\"unsubscribe\",\"ref\":77}|invalid_request|77",
                "{\"type\":\"publish\",\"ref\":\"x\",\"eventKey\":\"a\"}|invalid_request|\"x\"",
                "{\"type\":\"publish\",\"ref\":1,\"eventKey\":\"a.b\",\"payload\":7}|invalid_request|1",
                "{\"type\":\"ack\"}|invalid_request|null",
                "{\"type\":\"ping\",\"extra\":true}|invalid_request|null"
            })
    void answersABadFrameAndStays(String frame, String code, String ref) throws Exception {
        TestSocket socket = open("member");

        assertThat(socket.ask(frame)).startsWith("{\"type\":\"error\",\"ref\":" + ref + ",\"code\":\"" + code + "\"");
        assertThat(socket.ask("{\"type\":\"ping\"}")).isEqualTo("{\"type\":\"pong\"}");
    }

    @Test
    void refusesBeforeTheUpgradeWhoMayNotListen() {
        String cookie = "eventbus_session=" + sharedToken("member");
        String bearer = "Bearer " + sharedToken("outsider");

        assertThat(status("demo", "X", "y")).isEqualTo(401);
        assertThat(status("demo", "Authorization", "Bearer nonsense")).isEqualTo(401);
        assertThat(status("demo", "Authorization", bearer)).isEqualTo(404);
        assertThat(status("demo", "Cookie", cookie)).isEqualTo(403);
        assertThat(status("demo", "Cookie", cookie, "Origin", "null")).isEqualTo(403);
        assertThat(status("demo", "Cookie", cookie, "Origin", "https://evil.example.com"))
                .isEqualTo(403);
        assertThat(status("demo", "Cookie", cookie, "Origin", "https://app.example.com"))
                .isEqualTo(101);
        assertThat(status("demo", "Cookie", cookie, "Origin", "http://127.0.0.1:" + RestAssured.port))
                .isEqualTo(101);
    }

    @Test
    void closesOnTooManySubscriptions() throws Exception {
        TestSocket socket = open("member");
        for (int i = 0; i <= 200; i++) {
            socket.say("{\"type\":\"subscribe\",\"ref\":" + i + ",\"pattern\":\"many.a.b\"}");
            if (i % 90 == 89) {
                await().pollDelay(Duration.ofMillis(1_100)).until(() -> true);
            }
        }

        assertThat(socket.closeCode()).isEqualTo(1008);
    }

    @Test
    void closesOnAFlood() throws Exception {
        TestSocket socket = open("member");
        for (int i = 0; i < 150; i++) {
            socket.say("{\"type\":\"ping\"}");
        }

        assertThat(socket.closeCode()).isEqualTo(1008);
    }

    @Test
    void closesOnAnOversizeFrame() throws Exception {
        TestSocket socket = open("member");

        socket.say("{\"type\":\"ping\",\"x\":\"" + "x".repeat(70_000) + "\"}");

        assertThat(socket.closeCode()).isEqualTo(1009);
    }

    @Test
    void closesTheSocketsOfASessionThatIsSignedOut() throws Exception {
        String token = token("leaver");
        TestSocket socket = TestSocket.open(RestAssured.port, "demo", token);
        socket.ask("{\"type\":\"ping\"}");

        given().header("Authorization", "Bearer " + token).post("/api/auth/logout");

        assertThat(socket.closeCode()).isEqualTo(1008);
    }

    @Test
    void closesTheSocketsOfASessionThatEndedUnheard() throws Exception {
        TestSocket socket = TestSocket.open(RestAssured.port, "demo", token("leaver"));
        socket.ask("{\"type\":\"ping\"}");

        jdbc.update("update gateway.session set expires_at = now(), ended_at = now() where user_id = ?", "leaver");

        assertThat(socket.closeCode()).isEqualTo(1008);
    }

    @Test
    void closesTheSocketsOfAMemberWhoIsRemoved() throws Exception {
        TestSocket socket = TestSocket.open(RestAssured.port, "demo", token("removed"));
        socket.ask("{\"type\":\"ping\"}");

        jdbc.update("delete from gateway.membership where user_id = ?", "removed");

        assertThat(socket.closeCode()).isEqualTo(1008);
    }

    @Test
    void wantsEveryOneOfSeveralFilterPairs() throws Exception {
        TestSocket socket = open("member");
        socket.ask("{\"type\":\"subscribe\",\"ref\":1,\"pattern\":\"many.*.*\","
                + "\"filters\":{\"participant\":[\"a\",\"b\"],\"channel\":\"*\"}}");

        publish("{\"eventKey\":\"many.x.no\",\"filters\":{\"participant\":\"a\",\"channel\":\"web\"}}");
        publish("{\"eventKey\":\"many.x.no\",\"filters\":{\"participant\":[\"a\",\"b\"]}}");
        publish("{\"eventKey\":\"many.x.yes\","
                + "\"filters\":{\"participant\":[\"c\",\"b\",\"a\"],\"channel\":\"web\"}}");

        assertThat(socket.hear()).contains("\"eventName\":\"yes\"");
    }

    @Test
    void tellsTheNotifierOfAnAckItHardlyWaitsForAnyMore() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (NatsSignals.Listening listening = signals.listen("notifier.client", signal -> {
            told.add(new String(signal.body(), StandardCharsets.UTF_8));
            signal.reply("{\"ok\":true}".getBytes(StandardCharsets.UTF_8));
        })) {
            TestSocket socket = open("member");
            socket.ask("{\"type\":\"ping\"}");
            byte[] frame = "{\"type\":\"notification\",\"notificationId\":\"late\"}".getBytes(StandardCharsets.UTF_8);
            signals.request("notify.demo.member", frame, Duration.ofSeconds(5));
            socket.hear();

            await().pollDelay(Duration.ofMillis(4_100)).until(() -> true);
            socket.say("{\"type\":\"ack\",\"notificationId\":\"late\"}");

            assertThat(told.poll(10, TimeUnit.SECONDS)).contains("\"action\":\"ack\"", "\"notificationId\":\"late\"");
        }
    }

    @Test
    void passesANotificationOnAndAnswersWhenItIsAcknowledged() throws Exception {
        TestSocket socket = open("member");
        socket.ask("{\"type\":\"ping\"}");
        String frame = "{\"type\":\"notification\",\"notificationId\":\"n1\",\"unread\":{\"count\":1,\"version\":1}}";

        CompletableFuture<byte[]> answer = signals.request(
                        "notify.demo.member", frame.getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(5))
                .toCompletableFuture();
        assertThat(socket.hear()).isEqualTo(frame);
        assertThat(answer).isNotDone();
        socket.say("{\"type\":\"ack\",\"notificationId\":\"n1\"}");

        assertThat(answer.get(5, TimeUnit.SECONDS)).asString().isEqualTo("{\"acked\":true}");
    }

    @Test
    void listensForNotificationsOnlyWhileTheUserIsThere() throws Exception {
        TestSocket socket = TestSocket.open(RestAssured.port, "lonely", sharedToken("admin"));
        socket.ask("{\"type\":\"subscribe\",\"ref\":1,\"pattern\":\"*.*\"}");
        byte[] frame = "{\"type\":\"notification\",\"notificationId\":\"n3\"}".getBytes(StandardCharsets.UTF_8);
        signals.request("notify.lonely.admin", frame, Duration.ofSeconds(5));
        socket.hear();

        socket.leave();

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(signals.request("notify.lonely.admin", frame, Duration.ofSeconds(1)))
                        .failsWithin(Duration.ofSeconds(5))
                        .withThrowableThat()
                        .withCauseInstanceOf(NoListenerException.class));
    }

    @Test
    void tellsTheNotifierWhatItWasNotWaitingFor() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (NatsSignals.Listening listening = signals.listen("notifier.client", signal -> {
            told.add(new String(signal.body(), StandardCharsets.UTF_8));
            signal.reply("{\"ok\":true}".getBytes(StandardCharsets.UTF_8));
        })) {
            TestSocket socket = open("member");

            socket.say("{\"type\":\"read\",\"notificationId\":\"n2\"}");

            assertThat(told.poll(10, TimeUnit.SECONDS))
                    .isEqualTo("{\"action\":\"read\",\"workspaceId\":\"demo\",\"userId\":\"member\","
                            + "\"notificationId\":\"n2\"}");
        }
    }

    @Test
    void tellsWhoIsConnectedAndSoonWhoIsNot() throws Exception {
        TestSocket first = TestSocket.open(RestAssured.port, "present", sharedToken("admin"));
        TestSocket second = TestSocket.open(RestAssured.port, "present", sharedToken("admin"));

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            Response answer = as("admin").get("/api/workspaces/present/presence");
            assertThat(answer.<List<String>>path("items.userId")).containsExactly("admin");
            assertThat(answer.<Integer>path("items[0].connections")).isEqualTo(2);
            assertThat(answer.<Integer>path("items[0].gateways")).isEqualTo(1);
        });
        byte[] question =
                "{\"workspaceId\":\"present\",\"userIds\":[\"member\",\"admin\"]}".getBytes(StandardCharsets.UTF_8);
        byte[] answered = signals.request("presence.connected", question, Duration.ofSeconds(5))
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
        assertThat(answered).asString().isEqualTo("{\"connected\":[\"admin\"]}");
        assertThat(as("outsider").get("/api/workspaces/present/presence").statusCode())
                .isEqualTo(404);
        assertThat(as("admin").get("/api/workspaces/present/presence?limit=0").statusCode())
                .isEqualTo(400);

        first.leave();
        second.leave();

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(as("admin")
                                .get("/api/workspaces/present/presence")
                                .<List<String>>path("items"))
                        .isEmpty());
    }

    @Test
    void servesTheBrowsersClient() {
        Response client = given().get("/eventbus-client.js");

        assertThat(client.statusCode()).isEqualTo(200);
        assertThat(client.contentType()).contains("javascript");
        assertThat(client.asString()).contains("export class EventBusClient");
    }

    private static int status(String workspace, String... headers) {
        return TestSocket.statusOf(RestAssured.port, workspace, List.of(headers));
    }

    private static TestSocket open(String name) {
        return TestSocket.open(RestAssured.port, "demo", sharedToken(name));
    }

    private static void publish(String body) {
        given().header("Authorization", "Bearer " + sharedToken("member"))
                .contentType("application/json")
                .body(body)
                .post("/api/workspaces/demo/events/publish")
                .then()
                .statusCode(200);
    }
}
