package dev.eventbus.gateway.access;

import static dev.eventbus.gateway.Users.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.gateway.GatewayStack;
import dev.eventbus.gateway.database.Jdbc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class ApiKeysIT {
    private static final String KEYS = "/api/workspaces/demo/api-keys";
    private static final String PUBLISH = "/api/workspaces/demo/events/publish";

    @Inject
    Jdbc jdbc;

    @Test
    void showsAKeyOnceAndKeepsItsHashOnly() {
        Response made = make("{\"name\":\"nightly import\"}");

        String key = made.path("key");
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(key).matches("evb_[A-Za-z0-9_-]{43}");
        String list = as("leaver").get(KEYS).asString();
        assertThat(list)
                .contains("\"lastFour\":\"" + key.substring(43) + "\"", "\"name\":\"nightly import\"")
                .doesNotContain(key);
        assertThat(jdbc.query("select hash from gateway.api_key", List.of(), row -> row.getBytes(1)))
                .allMatch(hash -> hash.length == 32);
    }

    @Test
    void actsAsAMemberOfItsWorkspaceAndNothingElse() {
        RequestSpecification key = with(make("{\"name\":\"a\"}").path("key"));

        assertThat(publish(key, "{\"eventKey\":\"deal.won\"}").statusCode()).isEqualTo(200);
        assertThat(key.get("/api/auth/me").<List<String>>path("memberships.role"))
                .containsExactly("MEMBER");
        assertThat(key.get("/api/workspaces/other/events").statusCode()).isEqualTo(404);
        assertThat(key.get(KEYS).statusCode()).isEqualTo(403);
        assertThat(key.contentType("application/json")
                        .body("{\"name\":\"b\"}")
                        .post(KEYS)
                        .statusCode())
                .isEqualTo(403);
        assertThat(key.get("/api/audit").statusCode()).isEqualTo(403);
        assertThat(key.post("/api/auth/logout").statusCode()).isEqualTo(403);
    }

    @Test
    void publishesAsItsExtension() {
        jdbc.update("insert into gateway.extension (key, name, type) values ('keyed', 'Keyed', 'IN_PROCESS')"
                + " on conflict do nothing");
        RequestSpecification key =
                with(make("{\"name\":\"a\",\"extension\":\"keyed\"}").path("key"));

        String id = publish(key, "{\"eventKey\":\"deal.won\"}").path("eventId");

        Response event = await().atMost(Duration.ofSeconds(15))
                .until(
                        () -> as("member").get("/api/workspaces/demo/events/" + id),
                        answer -> answer.statusCode() == 200);
        assertThat(event.<String>path("source")).isEqualTo("keyed");
    }

    @Test
    void isRefusedOnceRevoked() {
        Response made = make("{\"name\":\"a\"}");
        RequestSpecification key = with(made.path("key"));
        assertThat(key.get("/api/auth/me").statusCode()).isEqualTo(200);

        assertThat(as("leaver").delete(KEYS + "/" + made.path("id")).statusCode())
                .isEqualTo(204);

        assertThat(key.get("/api/auth/me").statusCode()).isEqualTo(401);
        assertThat(as("leaver").delete(KEYS + "/" + made.path("id")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void isRefusedOnceRevokedBehindOurBack() {
        Response made = make("{\"name\":\"a\"}");
        RequestSpecification key = with(made.path("key"));
        assertThat(key.get("/api/auth/me").statusCode()).isEqualTo(200);

        jdbc.update("delete from gateway.api_key where id = ?", made.<String>path("id"));

        await().atMost(Duration.ofSeconds(15))
                .until(() -> key.get("/api/auth/me").statusCode() == 401);
    }

    @Test
    void isRefusedOnceExpired() {
        Response made = make("{\"name\":\"a\",\"expiresAt\":\"" + Instant.now().plusSeconds(60) + "\"}");
        assertThat(made.<String>path("expiresAt")).isNotNull();

        jdbc.update(
                "update gateway.api_key set expires_at = ? where id = ?",
                Timestamp.from(Instant.now()),
                made.<String>path("id"));

        assertThat(with(made.path("key")).get("/api/auth/me").statusCode()).isEqualTo(401);
    }

    @Test
    void isNoCookie() {
        String key = make("{\"name\":\"a\"}").path("key");

        assertThat(given().cookie("eventbus_session", key).get("/api/auth/me").statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evb_", "evb_x", "evb_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "EVB_x"})
    void isRefusedWhenItIsNone(String key) {
        assertThat(with(key).get("/api/auth/me").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|name",
                "{\"name\":\"a\\u0001b\"}|name",
                "{\"name\":\"a\",\"workspaceId\":\"other\"}|workspaceId",
                "{\"name\":\"a\",\"role\":\"OWNER\"}|role",
                "{\"name\":\"a\",\"extension\":\"no-such-one\"}|extension",
                "{\"name\":\"a\",\"extension\":\"a b\"}|extension",
                "{\"name\":\"a\",\"expiresAt\":\"tomorrow\"}|expiresAt",
                "{\"name\":\"a\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}|expiresAt",
                "{\"name\":\"a\",\"expiresAt\":\"+99999-01-01T00:00:00Z\"}|expiresAt"
            })
    void namesTheFieldAtFault(String body, String field) {
        Response answer = make(body);

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(answer.<String>path("errors[0].field")).isEqualTo(field);
    }

    @Test
    void makesFiftyAtMost() {
        for (int i = 0; i < 50; i++) {
            jdbc.update(
                    "insert into gateway.api_key (id, workspace_id, name, hash, last_four, created_by, created_at)"
                            + " values (?, 'crowded', 'a', sha256(?::bytea), 'abcd', 'x', now())",
                    "crowded-" + i,
                    ("crowded-" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        Response answer = as("admin")
                .contentType("application/json")
                .body("{\"name\":\"a\"}")
                .post("/api/workspaces/crowded/api-keys");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.<String>path("code")).isEqualTo("LIMIT_REACHED");
    }

    private static Response make(String body) {
        return as("leaver").contentType("application/json").body(body).post(KEYS);
    }

    private static RequestSpecification with(String key) {
        return given().header("Authorization", "Bearer " + key);
    }

    private static Response publish(RequestSpecification key, String body) {
        return key.contentType("application/json").body(body).post(PUBLISH);
    }
}
