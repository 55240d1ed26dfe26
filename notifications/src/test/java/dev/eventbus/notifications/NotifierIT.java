package dev.eventbus.notifications;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.Event;
import dev.eventbus.EventMetadata;
import dev.eventbus.Payload;
import dev.eventbus.json.EventCodec;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole process on a real nats-server and a real PostgreSQL; the test plays gateway. */
@QuarkusTest
@QuarkusTestResource(NotifierResources.class)
class NotifierIT {
    private static final String LIST = "/api/workspaces/demo/notifications";
    private static final Duration SOON = Duration.ofSeconds(10);

    @ConfigProperty(name = "notifier.nats.url")
    String natsUrl;

    @Inject
    DataSource database;

    // Fresh people in each test, so that tests do not see each other's inboxes.
    private final String sender = "a-" + UUID.randomUUID();
    private final String user = "b-" + UUID.randomUUID();
    private FakeGateway gateway;
    private Connection nats;

    @BeforeEach
    void connect() throws Exception {
        await().atMost(SOON).untilAsserted(() -> given().get("/healthz").then().statusCode(200));
        gateway = new FakeGateway(natsUrl);
        await().atMost(SOON).until(gateway.connection()::isConnected);
        nats = Nats.connect(natsUrl);
    }

    @AfterEach
    void disconnect() throws Exception {
        nats.close();
        gateway.close();
    }

    private Event message(String text) {
        return event(
                "message_posted",
                "{\"conversationId\":\"c\",\"senderId\":\"%s\",\"participants\":[\"%s\",\"%s\"],\"text\":\"%s\"}"
                        .formatted(sender, sender, user, text));
    }

    private static Event event(String name, String json) {
        return new Event(
                UUID.randomUUID().toString(),
                "demo",
                "chat",
                "conversation",
                "conv-1",
                name,
                Instant.now(),
                Payload.ofJson(json.getBytes(StandardCharsets.UTF_8)),
                new EventMetadata(Map.of(), List.of(), null, null, "conversation." + name));
    }

    /** Without a message id, so that the server does not recognise a second one as a duplicate. */
    private void store(Event event) throws Exception {
        nats.jetStream().publish(event.topic().toString(), EventCodec.encode(event));
    }

    private static RequestSpecification as(String userId) {
        return given().header(
                        "Authorization",
                        "Bearer " + GatewayToken.of(userId, "demo").signedWith(NotifierResources.SECRET));
    }

    private Response list(String userId) {
        return as(userId).get(LIST);
    }

    private String status() {
        return list(user).path("items[0].status");
    }

    private String awaitOne(String status) {
        await().atMost(SOON).untilAsserted(() -> assertThat(status()).isEqualTo(status));
        return list(user).path("items[0].id");
    }

    private String awaitCount(int count) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(list(user).<List<?>>path("items")).hasSize(count));
        return list(user).path("items[0].id");
    }

    private int unread() {
        return as(user).get(LIST + "/unread-count").path("count");
    }

    private long rows(String sql) throws Exception {
        try (var connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    private long attempts(String id, String state) throws Exception {
        return rows("select count(*) from attempt where state = '" + state + "' and notification_id = '" + id + "'");
    }

    private void change(String sql) throws Exception {
        try (var connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    @Test
    void takesANewMessageToEverySocketOfTheOtherParticipantAndIsDeliveredWhenConfirmed() throws Exception {
        gateway.socketOf(user, true);
        gateway.socketOf(sender, true);

        Event event = message("hello");
        store(event);
        String id = awaitOne("DELIVERED");

        assertThat(list(sender).<List<?>>path("items")).isEmpty();
        assertThat(gateway.frames("notification")).singleElement().satisfies(frame -> {
            assertThat(frame.at("/notificationId").asText()).isEqualTo(id);
            assertThat(frame.at("/notification/body").asText()).isEqualTo("hello");
            assertThat(frame.at("/notification/eventId").asText()).isEqualTo(event.id());
            assertThat(frame.at("/unread/count").asInt()).isEqualTo(1);
        });
        assertThat(rows("select count(*) from attempt where state = 'DELIVERED' and notification_id = '" + id + "'"))
                .isEqualTo(1);
    }

    @Test
    void makesOneRowHoweverOftenTheEventComes() throws Exception {
        Event event = message("once");
        store(event);
        store(event);
        store(event);
        store(message("twice"));

        awaitCount(2);

        assertThat(unread()).isEqualTo(2);
        assertThat(rows("select count(*) from notification where event_id = '" + event.id() + "'"))
                .isEqualTo(1);
    }

    @Test
    void staysCreatedWhenNobodyListensAndSaysWhy() throws Exception {
        store(message("offline"));

        String id = awaitOne("CREATED");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(rows("select count(*) from attempt where state = 'FAILED'"
                                + " and reason = 'no socket open' and notification_id = '" + id + "'"))
                        .isEqualTo(1));
        assertThat(status()).isEqualTo("CREATED");
    }

    @Test
    void readsAndUnreadsOnceAndMirrorsTheCountToTheUsersSockets() throws Exception {
        gateway.socketOf(user, true);
        store(message("one"));
        String id = awaitOne("DELIVERED");

        as(user).post(LIST + "/" + id + "/read").then().statusCode(200);
        Response again = as(user).post(LIST + "/" + id + "/read");

        assertThat(again.<String>path("status")).isEqualTo("READ");
        assertThat(again.<String>path("readAt")).isNotNull();
        assertThat(again.<Map<String, Object>>path("$")).containsEntry("id", id).doesNotContainKey("notification");
        assertThat(again.<Integer>path("unread.count")).isZero();
        assertThat(again.<Integer>path("unread.version")).isEqualTo(2);
        await().atMost(SOON).until(() -> gateway.frames("unread").size() == 1);

        Response undone = as(user).post(LIST + "/" + id + "/unread");

        assertThat(undone.<String>path("status")).isEqualTo("DELIVERED");
        await().atMost(SOON).until(() -> gateway.frames("unread").size() == 2);
        List<JsonNode> mirrored = gateway.frames("unread");
        assertThat(mirrored.stream().map(frame -> frame.path("count").asInt())).containsExactly(0, 1);
        assertThat(mirrored.get(1).path("version").asLong())
                .isGreaterThan(mirrored.get(0).path("version").asLong());
    }

    @Test
    void readsAllUpToOneAndLeavesTheNewer() throws Exception {
        store(message("one"));
        awaitCount(1);
        store(message("two"));
        String second = awaitCount(2);
        store(message("three"));
        awaitCount(3);

        Response answer = as(user).contentType("application/json")
                .body("{\"upTo\":\"" + second + "\"}")
                .post(LIST + "/read-all");

        assertThat(answer.<Integer>path("count")).isEqualTo(1);
        assertThat(list(user).<List<String>>path("items.status")).containsExactly("CREATED", "READ", "READ");
        assertThat(list(user).<List<String>>path("items.body")).containsExactly("three", "two", "one");

        as(user).contentType("application/json")
                .body("{\"upTo\":\"" + Instant.now().plusSeconds(1) + "\"}")
                .post(LIST + "/read-all");
        assertThat(unread()).isZero();
    }

    @Test
    void pagesNewestFirstAndFiltersByStatus() throws Exception {
        for (int i = 1; i <= 3; i++) {
            store(message("m" + i));
            awaitCount(i);
        }

        Response first = as(user).get(LIST + "?limit=2&status=UNREAD");
        Response rest = as(user).get(LIST + "?limit=2&cursor=" + first.<String>path("nextCursor"));

        assertThat(first.<List<String>>path("items.body")).containsExactly("m3", "m2");
        assertThat(rest.<List<String>>path("items.body")).containsExactly("m1");
        assertThat(rest.<String>path("nextCursor")).isNull();
        assertThat(as(user).get(LIST + "?status=READ").<List<?>>path("items")).isEmpty();
    }

    @Test
    void takesConfirmationsAndReadsFromTheSocket() throws Exception {
        store(message("late"));
        String id = awaitOne("CREATED");

        assertThat(gateway.clientDid("ack", sender, id)).isFalse();
        assertThat(gateway.clientDid("ack", user, id)).isTrue();
        assertThat(status()).isEqualTo("DELIVERED");
        assertThat(gateway.clientDid("read", user, id)).isTrue();
        assertThat(status()).isEqualTo("READ");
        assertThat(gateway.clientDid("ack", user, id)).isTrue();
        assertThat(status()).isEqualTo("READ");
        assertThat(gateway.clientDid("explode", user, id)).isFalse();
    }

    @Test
    void goesOnAfterAnEventThatSuitsNoRule() throws Exception {
        store(event("message_posted", "{\"text\":\"nobody\"}"));
        store(event("message_posted", "[1,2]"));
        store(event("message_posted", "{\"participants\":\"a b\",\"text\":5}"));
        store(message("\\u0000 \\ud800 fine"));

        awaitOne("CREATED");

        assertThat(list(user).<String>path("items[0].body")).endsWith("fine");
        assertThat(given().get("/metrics").asString())
                .contains("notifications_total{channel=\"inbox\",outcome=\"faulty\",rule=\"new-message\"}");
    }

    @Test
    void showsNothingToAnotherUserOrWorkspace() throws Exception {
        store(message("private"));
        String id = awaitOne("CREATED");

        as(sender).post(LIST + "/" + id + "/read").then().statusCode(404);
        as(sender)
                .contentType("application/json")
                .body("{\"upTo\":\"" + id + "\"}")
                .post(LIST + "/read-all")
                .then()
                .statusCode(400);
        as(user).get("/api/workspaces/other/notifications").then().statusCode(404);
        given().get(LIST).then().statusCode(401);
        given().header("Authorization", "Bearer nonsense").get(LIST).then().statusCode(401);
        assertThat(unread()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET  | ?status=SEEN     |                    | 400 | status
                    GET  | ?cursor=%21      |                    | 400 | cursor
                    GET  | ?limit=0         |                    | 400 | limit
                    POST | /read-all        | {}                 | 400 | upTo
                    POST | /read-all        | {"upTo":"soon"}    | 400 | upTo
                    POST | /read-all        | {"upTo":{}}        | 400 | upTo
                    POST | /read-all        | {"upTo":"+999999999-12-31T23:59:59Z"} | 400 | upTo
                    POST | /read-all        | {"upTo":"-999999-01-01T00:00:00Z"} | 400 | upTo
                    POST | /read-all        | {"upTo":           | 400 | body
                    POST | /read-all        | "x"                | 400 | body
                    POST | /read-all        | null               | 400 | upTo
                    GET  | ?cursor=LTE&limit=%00 |               | 400 | limit
                    POST | /read-all        | [1]                | 400 | body
                    POST | /x/read          |                    | 404 |
                    POST | /nothing         |                    | 404 |
                    PUT  | /read-all        | {}                 | 405 |
                    """)
    void answersBadInputWithAProblemThatNamesTheField(
            String method, String path, String body, int status, String field) {
        RequestSpecification request = as(user);
        if (body != null) {
            request.contentType("application/json").body(body);
        }

        Response answer = request.urlEncodingEnabled(false).request(method, LIST + path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.<Integer>path("status")).isEqualTo(status);
        assertThat(answer.<String>path("errors[0].field")).isEqualTo(field);
        assertThat(answer.asString()).doesNotContain("Exception");
    }

    @Test
    void refusesABodyThatIsNoTextOrTooLong() {
        byte[] noText = {0, 0, 0, '{', 0, 0x7f, (byte) 0xff, (byte) 0xff};
        byte[] tooLong = "{\"upTo\":\"%s\"}".formatted("x".repeat(70_000)).getBytes(StandardCharsets.UTF_8);

        Response garbled = as(user).contentType("application/json").body(noText).post(LIST + "/read-all");
        Response refused =
                as(user).contentType("application/json").body(tooLong).post(LIST + "/read-all");

        assertThat(garbled.statusCode()).isEqualTo(400);
        assertThat(garbled.<String>path("errors[0].field")).isEqualTo("body");
        assertThat(refused.statusCode()).isEqualTo(413);
    }

    @Test
    void keepsCountsRightWhenEverythingHappensAtOnce() throws Exception {
        for (int i = 0; i < 10; i++) {
            store(message("old " + i));
        }
        awaitCount(10);
        List<String> ids = list(user).path("items.id");

        List<Callable<Response>> work = new ArrayList<>();
        for (String id : ids) {
            work.add(() -> as(user).post(LIST + "/" + id + "/read"));
            work.add(() -> as(user).post(LIST + "/" + id + "/unread"));
            work.add(() -> as(user).post(LIST + "/" + id + "/read"));
        }
        for (int i = 0; i < 30; i++) {
            store(message("new " + i));
        }
        try (var clients = Executors.newFixedThreadPool(8)) {
            for (Future<Response> done : clients.invokeAll(work)) {
                assertThat(done.get().statusCode()).isEqualTo(200);
            }
        }

        awaitCount(40);
        long unread = rows("select count(*) from notification where status in ('CREATED', 'DELIVERED') and user_id = '"
                + user + "'");
        assertThat(unread()).isEqualTo(unread);
        assertThat(list(user).<List<String>>path("items.id")).doesNotHaveDuplicates();
    }

    @Test
    void takesUpWhatWasStoredButNotSentWhileItIsWorthIt() throws Exception {
        store(message("too old"));
        String old = awaitCount(1);
        store(message("crashed"));
        String crashed = awaitCount(2);
        for (String id : List.of(old, crashed)) {
            await().atMost(SOON).until(() -> attempts(id, "FAILED") == 1);
        }
        gateway.socketOf(user, true);

        change("update attempt set state = 'QUEUED', created_at = created_at - interval '11 minutes'"
                + " where notification_id = '" + old + "'");
        change("update attempt set state = 'QUEUED' where notification_id = '" + crashed + "'");
        change("update attempt set lease_until = now() - interval '1 second' where notification_id in ('" + old + "', '"
                + crashed + "')");

        await().atMost(SOON).until(() -> attempts(crashed, "DELIVERED") == 1);
        await().atMost(SOON).until(() -> attempts(old, "FAILED") == 1);
        assertThat(gateway.frames("notification"))
                .singleElement()
                .satisfies(frame ->
                        assertThat(frame.path("notificationId").asText()).isEqualTo(crashed));
    }

    @Test
    void tellsHowItIs() {
        given().get("/livez").then().statusCode(200);
        given().get("/openapi").then().statusCode(200);
        assertThat(given().get("/metrics").asString()).contains("jvm_memory_used_bytes");
    }
}
