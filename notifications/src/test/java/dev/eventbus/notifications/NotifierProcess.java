package dev.eventbus.notifications;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Event;
import dev.eventbus.EventMetadata;
import dev.eventbus.Payload;
import dev.eventbus.json.EventCodec;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The whole process on a real nats-server and a real PostgreSQL; the test plays gateway, and uses it as clients do. */
abstract class NotifierProcess {
    static final String LIST = "/api/workspaces/demo/notifications";
    static final Duration SOON = Duration.ofSeconds(10);

    @ConfigProperty(name = "notifier.nats.url")
    String natsUrl;

    @Inject
    DataSource database;

    // Fresh people in each test, so that tests do not see each other's inboxes.
    final String sender = "a-" + UUID.randomUUID();
    final String user = "b-" + UUID.randomUUID();
    FakeGateway gateway;
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

    Event message(String text) {
        return event(
                "message_posted",
                "{\"conversationId\":\"c\",\"senderId\":\"%s\",\"participants\":[\"%s\",\"%s\"],\"text\":\"%s\"}"
                        .formatted(sender, sender, user, text));
    }

    static Event event(String name, String json) {
        return event("conversation", name, json);
    }

    static Event event(String resource, String name, String json) {
        return new Event(
                UUID.randomUUID().toString(),
                "demo",
                "chat",
                resource,
                "conv-1",
                name,
                Instant.now(),
                Payload.ofJson(json.getBytes(StandardCharsets.UTF_8)),
                new EventMetadata(Map.of(), List.of(), null, null, resource + "." + name));
    }

    /** Without a message id, so that the server does not recognise a second one as a duplicate. */
    void store(Event event) throws Exception {
        nats.jetStream().publish(event.topic().toString(), EventCodec.encode(event));
    }

    static RequestSpecification as(String userId) {
        return given().header(
                        "Authorization",
                        "Bearer " + GatewayToken.of(userId, "demo").signedWith(NotifierResources.SECRET));
    }

    Response list(String userId) {
        return as(userId).get(LIST);
    }

    String status() {
        return list(user).path("items[0].status");
    }

    String awaitOne(String status) {
        await().atMost(SOON).untilAsserted(() -> assertThat(status()).isEqualTo(status));
        return list(user).path("items[0].id");
    }

    String awaitCount(int count) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(list(user).<List<?>>path("items")).hasSize(count));
        return list(user).path("items[0].id");
    }

    int unread() {
        return as(user).get(LIST + "/unread-count").path("count");
    }

    long rows(String sql) throws Exception {
        try (var connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    long attempts(String id, String state) throws Exception {
        return rows("select count(*) from attempt where state = '" + state + "' and notification_id = '" + id + "'");
    }

    void change(String sql) throws Exception {
        try (var connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }
}
