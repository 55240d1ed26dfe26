package dev.eventbus.gateway.subscriptions;

import static dev.eventbus.gateway.Users.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.gateway.GatewayStack;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.dispatch.Subscriber;
import dev.eventbus.gateway.dispatch.SubscriberId;
import dev.eventbus.gateway.dispatch.SubscriberSource;
import dev.eventbus.gateway.dispatch.Subscribers;
import dev.eventbus.gateway.dispatch.Target;
import dev.eventbus.webhook.Signer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
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
class SubscriptionsIT {
    private static final String PATH = "/api/workspaces/demo/subscriptions";
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz";
    private static final String BODY = body("\"url\":\"https://8.8.8.8/hook?key=1\"");

    @Inject
    Jdbc jdbc;

    @Inject
    Subscribers subscribers;

    @Inject
    @Any
    Instance<SubscriberSource> sources;

    @AfterEach
    void removeAll() {
        jdbc.update("delete from gateway.webhook_subscription");
        jdbc.update("delete from gateway.delivery");
        subscribers.changed();
    }

    @Test
    void storesASubscriptionMakesItsSecretAndShowsItOnce() {
        Response created = json().body(BODY).post(PATH);

        assertThat(created.statusCode()).isEqualTo(201);
        String secret = created.path("target.secret");
        assertThat(secret).startsWith("whsec_").hasSize(50);
        assertThat(created.header("Location")).endsWith(PATH + "/" + created.path("id"));
        assertThat(created.header("Cache-Control")).isEqualTo("no-store");
        Response read = as("member").get(created.header("Location"));
        assertThat(read.<String>path("target.secret")).isEqualTo("***" + secret.substring(46));
        assertThat(read.<String>path("status")).isEqualTo("ACTIVE");
        assertThat(read.<String>path("target.timeout")).isEqualTo("15s");
        assertThat(read.<Integer>path("target.maxConcurrency")).isEqualTo(10);
        assertThat(read.<Integer>path("retry.retries")).isEqualTo(3);
        assertThat(read.<String>path("retry.maxBackoff")).isEqualTo("1h");
        assertThat(Duration.between(Instant.parse(read.path("createdAt")), Instant.now()))
                .isBetween(Duration.ofSeconds(-5), Duration.ofMinutes(1));
    }

    @Test
    void isLiveWithAllItsSettingsWhenTheAnswerIsThere() {
        String id = create("""
                {"name":"all","eventPattern":"crm.deal.*","filters":{"participant":["a","b"],"channel":"*"},
                 "target":{"url":"https://8.8.8.8:8443/hook","headers":{"Authorization":"Bearer x"},"secret":"%s",
                  "timeout":"2s","maxConcurrency":3},
                 "retry":{"retries":5,"backoff":"500ms","maxBackoff":"1m","jitter":0.5},"enabled":true}""".formatted(SECRET));

        Subscriber live = live(id).orElseThrow();

        Target.Http target = (Target.Http) live.target();
        assertThat(target.endpoint().headers()).containsEntry("Authorization", "Bearer x");
        assertThat(target.endpoint().timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(target.endpoint().url().port()).isEqualTo(8443);
        assertThat(target.maxConcurrency()).isEqualTo(3);
        assertThat(target.signer()).isEqualTo(Signer.of(List.of(SECRET)));
        assertThat(live.patterns()).hasToString("[events.demo.crm.deal.*.*.channel.*.participant.a.participant.b]");
        assertThat(live.retry().maxAttempts()).isEqualTo(6);
        assertThat(live.retry().jitter()).isEqualTo(0.5);
        assertThat(live.retry().backoff().after(20)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void isThereAfterARestart() {
        String id = create(BODY);

        List<Subscriber> afresh =
                sources.stream().flatMap(source -> source.load().stream()).toList();

        assertThat(afresh).extracting(Subscriber::id).contains(SubscriberId.subscription(id));
    }

    @Test
    void seesWhatAnotherReplicaChanged() {
        String id = create(BODY);

        jdbc.update("update gateway.webhook_subscription set enabled = false where id = ?", id);

        await().atMost(Duration.ofSeconds(2)).until(() -> live(id).isEmpty());
    }

    @Test
    void keepsSecretsSealedInTheDatabase() {
        String id = create(body("\"url\":\"https://8.8.8.8/\",\"secret\":\"" + SECRET
                + "\",\"headers\":{\"X-Key\":\"header-secret\"}"));

        String row = jdbc.query(
                        "select encode(headers, 'escape') || encode(secret, 'escape') || s::text"
                                + " from gateway.webhook_subscription s where id = ?",
                        List.of(id),
                        found -> found.getString(1))
                .getFirst();

        assertThat(row).contains(id).doesNotContain("header-secret", "whsec", SECRET.substring(6));
        assertThat(as("member").get(PATH + "/" + id).asString())
                .contains("\"X-Key\":\"***\"")
                .doesNotContain("header-secret", SECRET.substring(6, 20));
    }

    @Test
    void keepsWhatAnUpdateLeavesHidden() {
        String id = create(body("\"url\":\"https://8.8.8.8/a\",\"secret\":\"" + SECRET
                + "\",\"headers\":{\"X-Key\":\"k1\",\"X-Old\":\"k2\"}"));

        Response updated = json().body(body("\"url\":\"https://8.8.8.8/b\",\"secret\":\"***MjM0\","
                        + "\"headers\":{\"X-Key\":\"***\",\"X-New\":\"k3\"}"))
                .put(PATH + "/" + id);

        assertThat(updated.statusCode()).isEqualTo(200);
        Target.Http target = (Target.Http) live(id).orElseThrow().target();
        assertThat(target.endpoint().headers())
                .containsOnly(java.util.Map.entry("X-Key", "k1"), java.util.Map.entry("X-New", "k3"));
        assertThat(target.signer()).isEqualTo(Signer.of(List.of(SECRET)));
    }

    @Test
    void passesNoHiddenHeaderOnToAnotherHost() {
        String id = create(body("\"url\":\"https://8.8.8.8/\",\"headers\":{\"X-Key\":\"k1\"}"));

        Response updated = json().body(body("\"url\":\"https://8.8.4.4/\",\"headers\":{\"X-Key\":\"***\"}"))
                .put(PATH + "/" + id);

        assertThat(updated.statusCode()).isEqualTo(400);
        assertThat(updated.<String>path("errors[0].field")).isEqualTo("target.headers.X-Key");
        assertThat(((Target.Http) live(id).orElseThrow().target())
                        .endpoint()
                        .url()
                        .host())
                .isEqualTo("8.8.8.8");
    }

    @Test
    void signsWithTheFormerSecretTooAfterARotation() {
        String id = create(body("\"url\":\"https://8.8.8.8/\",\"secret\":\"" + SECRET + "\""));

        Response rotated = as("member").post(PATH + "/" + id + "/secret/rotate");

        assertThat(rotated.statusCode()).isEqualTo(200);
        String fresh = rotated.path("target.secret");
        assertThat(((Target.Http) live(id).orElseThrow().target()).signer())
                .isEqualTo(Signer.of(List.of(fresh, SECRET)));
        jdbc.update("update gateway.webhook_subscription set previous_until = now()");
        subscribers.changed();
        assertThat(((Target.Http) live(id).orElseThrow().target()).signer()).isEqualTo(Signer.of(List.of(fresh)));
    }

    @Test
    void signsNothingIfToldSo() {
        String id = create(body("\"url\":\"https://8.8.8.8/\",\"signing\":\"none\""));

        assertThat(((Target.Http) live(id).orElseThrow().target()).signer()).isNull();
        assertThat(as("member").get(PATH + "/" + id).<Object>path("target.secret"))
                .isNull();
        assertProblem(as("member").post(PATH + "/" + id + "/secret/rotate"), 409, "NOT_SIGNED");
    }

    @ParameterizedTest
    @CsvSource({"resume", "put"})
    void goesOnWhenAPauseEnds(String how) {
        String id = create(BODY);
        sources.forEach(source -> source.pause(SubscriberId.subscription(id), "gone (410)"));
        sources.forEach(source -> source.pause(SubscriberId.subscription(id), "failed for a day"));
        subscribers.changed();
        assertThat(live(id)).isEmpty();
        assertThat(as("member").get(PATH + "/" + id).<String>path("status")).isEqualTo("PAUSED");
        assertThat(as("member").get(PATH + "/" + id).<String>path("pausedReason"))
                .isEqualTo("gone (410)");

        Response resumed = how.equals("put")
                ? json().body(BODY).put(PATH + "/" + id)
                : as("member").post(PATH + "/" + id + "/resume");

        assertThat(resumed.statusCode()).isEqualTo(200);
        assertThat(resumed.<String>path("status")).isEqualTo("ACTIVE");
        assertThat(resumed.<Object>path("pausedReason")).isNull();
        assertThat(live(id)).isPresent();
    }

    @Test
    void getsNothingWhileDisabled() {
        String id = create(BODY.replace("}}", "},\"enabled\":false}"));

        assertThat(live(id)).isEmpty();
        assertThat(as("member").get(PATH + "/" + id).<String>path("status")).isEqualTo("DISABLED");
        assertThat(json().body(BODY).put(PATH + "/" + id).statusCode()).isEqualTo(200);
        assertThat(live(id)).isPresent();
    }

    @Test
    void takesWhatWasToBeDeliveredWithItWhenDeleted() {
        String id = create(BODY);
        deliver("e1", "subscription/" + id, "PENDING");
        deliver("e2", "subscription/" + id, "DELIVERED");
        deliver("e1", "subscription/other", "PENDING");

        assertThat(as("member").delete(PATH + "/" + id).statusCode()).isEqualTo(204);

        assertThat(jdbc.query(
                        "select event_id || subscriber from gateway.delivery order by 1",
                        List.of(),
                        row -> row.getString(1)))
                .containsExactly("e1subscription/other", "e2subscription/" + id);
        assertThat(live(id)).isEmpty();
        assertProblem(as("member").get(PATH + "/" + id), 404, "NOT_FOUND");
        assertProblem(as("member").delete(PATH + "/" + id), 404, "NOT_FOUND");
    }

    @Test
    void isSeenAndChangedByItsWorkspaceOnly() {
        String id = create(BODY);
        String elsewhere = "/api/workspaces/other/subscriptions/" + id;

        for (Response refused : List.of(
                as("admin").get(elsewhere),
                json("admin").body(BODY).put(elsewhere),
                as("admin").delete(elsewhere),
                as("admin").post(elsewhere + "/resume"),
                as("admin").post(elsewhere + "/secret/rotate"),
                as("outsider").get(PATH + "/" + id),
                as("outsider").get(PATH),
                json("outsider").body(BODY).post(PATH))) {
            assertProblem(refused, 404, "NOT_FOUND");
        }
        assertThat(as("admin").get("/api/workspaces/other/subscriptions").<List<?>>path("items"))
                .isEmpty();
        assertThat(subscribers.find(SubscriberId.subscription(id), "other")).isEmpty();
        assertThat(live(id)).isPresent();
    }

    @Test
    void listsNewestFirstInPages() {
        List<String> ids = new ArrayList<>(List.of(create(BODY), create(BODY), create(BODY)));

        Response first = as("member").get(PATH + "?limit=2");
        Response second = as("member").get(PATH + "?limit=2&cursor=" + first.path("nextCursor"));

        assertThat(first.<List<String>>path("items.id"))
                .isEqualTo(ids.reversed().subList(0, 2));
        assertThat(second.<List<String>>path("items.id")).containsExactly(ids.getFirst());
        assertThat(second.<Object>path("nextCursor")).isNull();
    }

    @Test
    void allowsAHundredPerWorkspace() {
        create(BODY);
        jdbc.update("insert into gateway.webhook_subscription (id, workspace_id, name, event_pattern, url, signing,"
                + " timeout_ms, max_concurrency, retries, backoff_ms, max_backoff_ms, jitter, enabled)"
                + " select 'S' || n, 'demo', 'n', 'a.b', 'https://8.8.8.8/', 'none', 1000, 1, 0, 1, 1, 0, false"
                + " from generate_series(2, 100) n");

        Response refused = json().body(BODY).post(PATH);

        assertProblem(refused, 409, "TOO_MANY_SUBSCRIPTIONS");
        assertThat(refused.<String>path("detail")).contains("100");
        assertThat(json("admin")
                        .body(BODY)
                        .post("/api/workspaces/other/subscriptions")
                        .statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @MethodSource("dev.eventbus.gateway.subscriptions.BadSubscriptions#all")
    void refusesWhatIsNoSubscriptionAndStoresNothing(String body, int status, String field) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

        Response refused = json().body(bytes).post(PATH);

        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(status);
        assertThat(refused.contentType()).startsWith("application/problem+json");
        assertThat(refused.<String>path("errors[0].field")).isEqualTo(field);
        assertThat(refused.asString()).doesNotContain("Exception", "hidden-value");
        assertThat(as("member").get(PATH).<List<?>>path("items")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/none",
        "GET,/%00",
        "GET,/01JD0000000000000000000000",
        "PUT,/01JD0000000000000000000000",
        "DELETE,/01JD0000000000000000000000",
        "DELETE,/a%20b",
        "POST,/01JD0000000000000000000000/resume",
        "POST,/x/secret/rotate"
    })
    void saysThatThereIsNoSuchSubscription(String method, String path) {
        RequestSpecification request = json().urlEncodingEnabled(false);

        assertProblem(
                (method.equals("PUT") ? request.body(BODY) : request).request(method, PATH + path), 404, "NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource({"limit=0,limit", "limit=x,limit", "cursor=%00,cursor", "sort=a,sort", "limit=1&limit=2,limit"})
    void refusesTheQueryAndNamesTheParameter(String query, String field) {
        Response refused = as("member").urlEncodingEnabled(false).get(PATH + "?" + query);

        assertProblem(refused, 400, "INVALID_REQUEST");
        assertThat(refused.<String>path("errors[0].field")).isEqualTo(field);
    }

    private String create(String body) {
        Response created = json().body(body).post(PATH);
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        return created.path("id");
    }

    private Optional<Subscriber> live(String id) {
        return subscribers.find(SubscriberId.subscription(id), "demo");
    }

    private void deliver(String event, String subscriber, String state) {
        jdbc.update(
                "insert into gateway.delivery (event_id, subscriber, workspace_id, state, attempts, next_attempt_at)"
                        + " values (?, ?, 'demo', ?, 0, case when ? = 'PENDING' then now() + interval '1 hour' end)",
                event,
                subscriber,
                state,
                state);
    }

    private static String body(String target) {
        return "{\"name\":\"deals\",\"eventPattern\":\"crm.deal.closed\",\"target\":{" + target + "}}";
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
