package dev.eventbus.gateway.channels;

import static dev.eventbus.gateway.Users.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.gateway.GatewayStack;
import dev.eventbus.gateway.database.Jdbc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class ChannelsIT {
    private static final String PATH = "/api/workspaces/demo/event-channels";
    private static final String SECRET = "It's a Secret to Everybody";
    private static final String HOOK = "{\"name\":\"hook\",\"type\":\"webhook\",\"appId\":\"app_456\","
            + "\"signature\":{\"preset\":\"github\",\"secret\":\"" + SECRET + "\"}}";
    private static final String POLL = "{\"name\":\"poll\",\"type\":\"polling\",\"appId\":\"a\",\"interval\":\"24h\","
            + "\"url\":\"https://8.8.8.8/list\",\"items\":\"/data\",\"itemId\":\"/id\",\"itemTime\":\"/at\","
            + "\"headers\":{\"X-Key\":\"header-secret\"},\"enabled\":false}";

    @Inject
    Jdbc jdbc;

    @Inject
    KnownChannels known;

    @AfterEach
    void removeAll() {
        jdbc.update("delete from gateway.event_channel");
        known.changed();
    }

    @Test
    void storesAWebhookAndSaysWhereToPost() {
        Response created = json().body(HOOK).post(PATH);

        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        String id = created.path("id");
        assertThat(created.header("Location")).endsWith(PATH + "/" + id);
        assertThat(created.<String>path("ingestUrl")).startsWith("http://").endsWith("/hooks/" + id);
        Response read = as("member").get(PATH + "/" + id);
        assertThat(read.<String>path("type")).isEqualTo("webhook");
        assertThat(read.<String>path("appId")).isEqualTo("app_456");
        assertThat(read.<String>path("signature.preset")).isEqualTo("github");
        assertThat(read.<String>path("signature.secret")).isEqualTo("***");
        assertThat(read.<Boolean>path("enabled")).isTrue();
        assertThat(read.<Integer>path("status.published")).isZero();
        assertThat(read.<Object>path("status.lastError")).isNull();
        assertThat(live(id).orElseThrow().secrets().signature()).isEqualTo(SECRET);
    }

    @Test
    void storesWhatAPollingChannelNeeds() {
        Response read = as("member").get(PATH + "/" + create(POLL));

        assertThat(read.<String>path("url")).isEqualTo("https://8.8.8.8/list");
        assertThat(read.<String>path("interval")).isEqualTo("24h");
        assertThat(read.<String>path("items")).isEqualTo("/data");
        assertThat(read.<String>path("itemId")).isEqualTo("/id");
        assertThat(read.<String>path("itemTime")).isEqualTo("/at");
        assertThat(read.<String>path("headers.X-Key")).isEqualTo("***");
        assertThat(read.<Object>path("ingestUrl")).isNull();
        assertThat(read.<Object>path("signature")).isNull();
    }

    @Test
    void keepsSecretsSealedInTheDatabase() {
        String hook = create(HOOK);
        create(POLL);

        List<String> rows = jdbc.query(
                "select encode(secrets, 'escape') || c::text from gateway.event_channel c",
                List.of(),
                row -> row.getString(1));

        assertThat(String.join("\n", rows)).contains(hook).doesNotContain("header-secret", "Everybody");
        assertThat(as("member").get(PATH).asString()).doesNotContain("header-secret", "Everybody");
    }

    @Test
    void keepsWhatAnUpdateLeavesHidden() {
        String hook = create(HOOK);
        String poll = create(POLL.replace("\"enabled\":false", "\"enabled\":true"));

        assertThat(put(hook, HOOK.replace(SECRET, "***").replace("\"hook\"", "\"other\""))
                        .statusCode())
                .isEqualTo(200);
        assertThat(put(
                                poll,
                                POLL.replace("header-secret", "***")
                                        .replace("/list", "/other")
                                        .replace("\"enabled\":false", "\"enabled\":true"))
                        .statusCode())
                .isEqualTo(200);

        assertThat(live(hook).orElseThrow().settings().name()).isEqualTo("other");
        assertThat(live(hook).orElseThrow().secrets().signature()).isEqualTo(SECRET);
        assertThat(live(poll).orElseThrow().secrets().headers()).containsEntry("X-Key", "header-secret");
    }

    @Test
    void passesNoSecretOnToAnotherHostOrScheme() {
        String hook = create(HOOK);
        String poll = create(POLL);

        Response otherPreset = put(hook, HOOK.replace(SECRET, "***").replace("github", "slack"));
        Response otherHost = put(poll, POLL.replace("header-secret", "***").replace("8.8.8.8", "8.8.4.4"));

        assertThat(otherPreset.statusCode()).isEqualTo(400);
        assertThat(otherPreset.<String>path("errors[0].field")).isEqualTo("signature.secret");
        assertThat(otherHost.statusCode()).isEqualTo(400);
        assertThat(otherHost.<String>path("errors[0].field")).isEqualTo("headers.X-Key");
    }

    @Test
    void seesWhatAnotherReplicaChanged() {
        String id = create(HOOK);

        jdbc.update("update gateway.event_channel set enabled = false where id = ?", id);

        await().atMost(Duration.ofSeconds(3)).until(() -> live(id).isEmpty());
    }

    @Test
    void oneThatCannotBeReadKeepsNoOtherFromItsEvents() {
        jdbc.update("insert into gateway.event_channel (id, workspace_id, type, enabled, settings)"
                + " values ('X', 'elsewhere', 'sse', true, '{\"type\":\"pigeon\"}')");

        String id = create(HOOK);

        assertThat(live(id)).isPresent();
        assertThat(live("X")).isEmpty();
    }

    @Test
    void isSeenAndChangedByItsWorkspaceOnly() {
        String id = create(HOOK);
        String elsewhere = "/api/workspaces/other/event-channels/" + id;

        for (Response refused : List.of(
                as("admin").get(elsewhere),
                json("admin").body(HOOK).put(elsewhere),
                as("admin").delete(elsewhere),
                as("outsider").get(PATH + "/" + id),
                json("outsider").body(HOOK).post(PATH))) {
            assertProblem(refused, 404, "NOT_FOUND");
        }
        assertThat(as("admin").get("/api/workspaces/other/event-channels").<List<?>>path("items"))
                .isEmpty();
        assertThat(live(id)).isPresent();
    }

    @Test
    void listsNewestFirstInPagesAndDeletes() {
        List<String> ids = new ArrayList<>(List.of(create(HOOK), create(HOOK), create(POLL)));

        Response first = as("member").get(PATH + "?limit=2");
        Response second = as("member").get(PATH + "?limit=2&cursor=" + first.path("nextCursor"));

        assertThat(first.<List<String>>path("items.id"))
                .isEqualTo(ids.reversed().subList(0, 2));
        assertThat(second.<List<String>>path("items.id")).containsExactly(ids.getFirst());
        assertThat(second.<Object>path("nextCursor")).isNull();
        assertThat(as("member").delete(PATH + "/" + ids.getFirst()).statusCode())
                .isEqualTo(204);
        assertThat(live(ids.getFirst())).isEmpty();
        assertProblem(as("member").delete(PATH + "/" + ids.getFirst()), 404, "NOT_FOUND");
    }

    @Test
    void allowsAHundredPerWorkspace() {
        create(HOOK);
        jdbc.update("insert into gateway.event_channel (id, workspace_id, type, enabled, settings)"
                + " select 'S' || n, 'demo', 'sse', false, settings from generate_series(2, 100) n,"
                + " gateway.event_channel c");

        assertProblem(json().body(HOOK).post(PATH), 409, "TOO_MANY_CHANNELS");
    }

    @Test
    void letsOnlyAdministratorsReachBeyondTheWorkspace() {
        String stripe = HOOK.replace("github", "stripe");
        String raw = stripe.replace("\"name\"", "\"subjects\":[\"stripe.drupal\"],\"name\"");

        assertProblem(json().body(raw).post(PATH), 403, "FORBIDDEN");
        String mine = create(stripe);
        assertProblem(put(mine, raw), 403, "FORBIDDEN");
        Response byAdmin = json("admin").body(raw).post(PATH);
        assertThat(byAdmin.statusCode()).isEqualTo(201);
        assertThat(byAdmin.<List<String>>path("subjects")).containsExactly("stripe.drupal");
        assertProblem(put(byAdmin.path("id"), stripe), 403, "FORBIDDEN");
        assertProblem(as("member").delete(PATH + "/" + byAdmin.path("id")), 403, "FORBIDDEN");
    }

    @ParameterizedTest
    @MethodSource("dev.eventbus.gateway.channels.BadChannels#all")
    void refusesWhatIsNoChannelAndStoresNothing(String body, int status, String field) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

        Response refused = json().body(bytes).post(PATH);

        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(status);
        assertThat(refused.contentType()).startsWith("application/problem+json");
        assertThat(refused.<String>path("errors[0].field")).isEqualTo(field);
        assertThat(refused.asString()).doesNotContain("Exception", "hidden-value");
        assertThat(as("member").get(PATH).<List<?>>path("items")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"GET,/none", "GET,/%00", "PUT,/01JD0000000000000000000000", "DELETE,/a%20b"})
    void saysThatThereIsNoSuchChannel(String method, String path) {
        RequestSpecification request = json().urlEncodingEnabled(false);

        assertProblem(
                (method.equals("PUT") ? request.body(HOOK) : request).request(method, PATH + path), 404, "NOT_FOUND");
    }

    private String create(String body) {
        Response created = json().body(body).post(PATH);
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        return created.path("id");
    }

    private static Response put(String id, String body) {
        return json().body(body).put(PATH + "/" + id);
    }

    private Optional<Channel> live(String id) {
        return known.find(id);
    }

    private static void assertProblem(Response answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.<String>path("code")).isEqualTo(code);
    }

    private static RequestSpecification json() {
        return json("member");
    }

    private static RequestSpecification json(String user) {
        return as(user).contentType("application/json");
    }
}
