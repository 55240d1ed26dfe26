package dev.eventbus.notifications;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventbus.notifications.push.Browser;
import dev.eventbus.notifications.push.LocalServer;
import dev.eventbus.notifications.push.LocalServer.Reply;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What users do with their devices, and what comes to them. */
@QuarkusTest
@QuarkusTestResource(NotifierResources.class)
class DevicesIT extends NotifierProcess {
    static final String DEVICES = "/api/workspaces/demo/recipients/me/devices";

    private static LocalServer pushService;

    // Each test has paths of its own on the one push service.
    private final String path = "/push/" + UUID.randomUUID() + "/";

    @BeforeAll
    static void startPushService() {
        pushService = LocalServer.start();
    }

    @AfterAll
    static void stopPushService() {
        pushService.close();
    }

    private static String endpoint() {
        return "http://127.0.0.1:9/push/" + UUID.randomUUID();
    }

    private static Response register(String userId, String body) {
        return as(userId).contentType("application/json").body(body).post(DEVICES);
    }

    private Browser register(String name) throws Exception {
        Browser browser = Browser.create();
        register(user, browser.registration(pushService.url() + path + name, name));
        return browser;
    }

    private List<LocalServer.Received> pushed(String name) {
        return pushService.received().stream()
                .filter(request -> request.path().equals(path + name))
                .toList();
    }

    private List<String> devices() {
        return as(user).get(DEVICES).path("items.name");
    }

    private void push(String id) throws Exception {
        change("insert into attempt (notification_id, channel, state, lease_until, created_at, updated_at)"
                + " values ('" + id + "', 'PUSH', 'QUEUED', now() - interval '1 second', now(), now())"
                + " on conflict (notification_id, channel) do update"
                + " set state = 'QUEUED', lease_until = excluded.lease_until");
    }

    private void awaitAttempt(String id, String state, String reason) {
        String sql = "select count(*) from attempt where channel = 'PUSH' and notification_id = '" + id
                + "' and state = '" + state + "' and reason like '" + reason + "'";
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(rows(sql)).as("%s %s", state, reason).isEqualTo(1));
    }

    @Test
    void pushesToEveryDeviceAndIsDeliveredWhenOneSaysThatItShowsIt() throws Exception {
        Browser laptop = register("laptop");
        Browser tablet = register("tablet");
        store(message("hello"));
        String id = awaitOne("CREATED");

        push(id);

        awaitAttempt(id, "SENT", "taken by 2 of 2 devices");
        for (Browser browser : List.of(laptop, tablet)) {
            String name = browser == laptop ? "laptop" : "tablet";
            JsonNode message = new ObjectMapper()
                    .readTree(browser.decrypt(pushed(name).getFirst().body()));
            assertThat(message.path("id").asText()).isEqualTo(id);
            assertThat(message.path("body").asText()).isEqualTo("hello");
        }
        assertThat(as(user).get(DEVICES).<List<String>>path("items.lastSuccess"))
                .doesNotContainNull();
        assertThat(status()).isEqualTo("CREATED");
        assertThat(delivered(sender, id, "{\"channel\":\"PUSH\"}")).isEqualTo(404);
        assertThat(delivered(user, id, "{\"channel\":\"EMAIL\"}")).isEqualTo(400);
        assertThat(delivered(user, id, "{}")).isEqualTo(400);
        assertThat(delivered(user, "x", "{\"channel\":\"PUSH\"}")).isEqualTo(404);
        assertThat(delivered(user, id, "{\"channel\":\"PUSH\"}")).isEqualTo(204);
        assertThat(delivered(user, id, "{\"channel\":\"PUSH\"}")).isEqualTo(204);
        assertThat(status()).isEqualTo("DELIVERED");
        assertThat(attempts(id, "DELIVERED")).isEqualTo(1);
    }

    @Test
    void takesWhatARuleSaysOfPriorityAndCollapsingToTheBrowser() throws Exception {
        String name = "late-" + UUID.randomUUID();
        String owner = GatewayToken.of(sender, "demo").with("role", "OWNER").signedWith(NotifierResources.SECRET);
        String rule = """
                {"key":"%s","eventPattern":"conversation.%s","priority":"URGENT","channels":["WEBSOCKET","PUSH"],
                 "template":{"title":"Late","body":"{payload.text}"},"collapseKey":"one","ttl":"PT1H",
                 "recipients":{"resolver":"users","users":["%s"]}}""".formatted(name, name, user);
        given().header("Authorization", "Bearer " + owner)
                .contentType("application/json")
                .body(rule)
                .post("/api/workspaces/demo/notification-rules")
                .then()
                .statusCode(201);
        Browser browser = register("laptop");

        store(event(name, "{\"text\":\"hello\"}"));
        await().atMost(SOON).until(() -> pushed("laptop").size() == 1);

        LocalServer.Received received = pushed("laptop").getFirst();
        assertThat(received.headers().getFirst("Urgency")).isEqualTo("high");
        assertThat(Integer.parseInt(received.headers().getFirst("TTL"))).isBetween(3_500, 3_600);
        JsonNode message = new ObjectMapper().readTree(browser.decrypt(received.body()));
        assertThat(message.path("tag").asText())
                .isEqualTo(received.headers().getFirst("Topic"))
                .hasSize(32);
        awaitAttempt(list(user).path("items[0].id"), "SENT", "taken by 1 of 1 devices");
    }

    private static int delivered(String userId, String id, String body) {
        return as(userId)
                .contentType("application/json")
                .body(body)
                .post(LIST + "/" + id + "/delivered")
                .statusCode();
    }

    @Test
    void comesAgainOnlyToDevicesThatMayTakeItAndLetsGoOfThoseThatAreGone() throws Exception {
        register("works");
        register("fails");
        register("gone");
        register("refuses");
        pushService.answer(request -> Reply.of(
                switch (request.path().replaceAll(".*/", "")) {
                    case "fails" -> 500;
                    case "gone" -> 410;
                    case "refuses" -> 403;
                    default -> 201;
                }));
        store(message("hello"));
        String id = awaitOne("CREATED");

        change("insert into attempt (notification_id, channel, state, lease_until, created_at, updated_at)"
                + " values ('" + id + "', 'EMAIL', 'QUEUED', now() + interval '1 hour', now(), now())"
                + " on conflict (notification_id, channel) do update set lease_until = excluded.lease_until");
        push(id);

        awaitAttempt(id, "QUEUED", "taken by 1 of 4 devices: the push service answered 500");
        assertThat(rows("select count(*) from attempt where channel = 'EMAIL' and state = 'SKIPPED'"
                        + " and reason = 'reached by push' and notification_id = '" + id + "'"))
                .isEqualTo(1);
        assertThat(devices()).containsExactlyInAnyOrder("works", "fails", "refuses");
        assertThat(as(user).get(DEVICES).<List<String>>path("items.lastFailureReason"))
                .containsOnlyOnce("the push service answered 500", "the push service answered 403");
        pushService.answer(request -> Reply.of(201));
        awaitAttempt(id, "SENT", "taken by 2 of 3 devices");
        assertThat(pushed("works")).hasSize(1);
        assertThat(pushed("fails")).hasSizeGreaterThan(1);
        assertThat(pushed("gone")).hasSize(1);
        assertThat(pushed("refuses")).hasSize(1);
    }

    @Test
    void keepsADeviceThatRegisteredAnewWhileItWasSaidToBeGone() throws Exception {
        Browser browser = register("phone");
        String again = browser.registration(pushService.url() + path + "phone", "phone again");
        pushService.answer(request -> {
            register(user, again);
            return Reply.of(410);
        });
        store(message("hello"));
        String id = awaitOne("CREATED");

        push(id);

        awaitAttempt(id, "FAILED", "the push service answered 410");
        assertThat(devices()).containsExactly("phone again");
        pushService.answer(request -> Reply.of(201));
    }

    @Test
    void saysThatThereIsNoDevice() throws Exception {
        store(message("hello"));
        String id = awaitOne("CREATED");

        push(id);

        awaitAttempt(id, "SKIPPED", "no device registered");
    }

    @Test
    void showsADeviceWithoutWhatIsNeededToPushToIt() throws Exception {
        Browser browser = Browser.create();
        String endpoint = endpoint();

        Response created = register(user, browser.registration(endpoint, "Laptop"));

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.<String>path("host")).isEqualTo("127.0.0.1");
        Response list = as(user).get(DEVICES);
        assertThat(list.<List<String>>path("items.name")).containsExactly("Laptop");
        assertThat(list.<List<String>>path("items.id")).containsExactly(created.<String>path("id"));
        assertThat(list.asString())
                .doesNotContain(endpoint)
                .doesNotContain(browser.p256dh())
                .doesNotContain(browser.auth());
        assertThat(as(sender).get(DEVICES).<List<?>>path("items")).isEmpty();
    }

    @Test
    void knowsADeviceAgainAndGivesItToWhoeverBringsItLast() throws Exception {
        String body = Browser.create().registration(endpoint(), "Laptop");
        String first = register(user, body).path("id");

        Response again = register(user, body);
        Response moved = register(sender, body);

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.<String>path("id")).isEqualTo(first);
        assertThat(moved.statusCode()).isEqualTo(201);
        assertThat(as(user).get(DEVICES).<List<?>>path("items")).isEmpty();
        assertThat(as(sender).get(DEVICES).<List<?>>path("items")).hasSize(1);
    }

    @Test
    void deletesOnlyOnesOwn() throws Exception {
        String id = register(user, Browser.create().registration(endpoint(), "Laptop"))
                .path("id");

        assertThat(as(sender).delete(DEVICES + "/" + id).statusCode()).isEqualTo(404);
        assertThat(as(user).delete("/api/workspaces/other/recipients/me/devices/" + id)
                        .statusCode())
                .isEqualTo(404);
        assertThat(as(user).delete(DEVICES + "/x%00").statusCode()).isEqualTo(404);
        assertThat(as(user).get(DEVICES).<List<?>>path("items")).hasSize(1);
        assertThat(as(user).delete(DEVICES + "/" + id).statusCode()).isEqualTo(204);
        assertThat(as(user).delete(DEVICES + "/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void letsGoOfWhatWasOfUseLongestAgoHoweverManyComeAtOnce() throws Exception {
        String oldest = register(user, Browser.create().registration(endpoint(), "oldest"))
                .path("id");
        List<Callable<Response>> more = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            String body = Browser.create().registration(endpoint(), "n" + i);
            more.add(() -> register(user, body));
        }

        try (var clients = Executors.newFixedThreadPool(8)) {
            for (var done : clients.invokeAll(more)) {
                assertThat(done.get().statusCode()).isEqualTo(201);
            }
        }

        List<String> left = as(user).get(DEVICES).path("items.id");
        assertThat(left).hasSize(20).doesNotContain(oldest);
        assertThat(rows("select count(*) from device where user_id = '" + user + "'"))
                .isEqualTo(20);
    }

    @Test
    void tellsBrowsersTheSameKeyEachTime() throws Exception {
        String path = "/api/workspaces/demo/push/vapid-key";
        String key = as(user).get(path).path("publicKey");

        assertThat(as(sender).get(path).<String>path("publicKey")).isEqualTo(key);
        assertThat(Base64.getUrlDecoder().decode(key)).hasSize(65).startsWith(4);
        assertThat(as(user).get("/api/workspaces/other/push/vapid-key").statusCode())
                .isEqualTo(404);
        assertThat(rows("select count(*) from vapid_key")).isEqualTo(1);
    }

    @Test
    void refusesWhatItCannotPushToAndStoresNothing() throws Exception {
        Response refused = register(user, Browser.create().registration("https://169.254.169.254/latest", "x"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.contentType()).startsWith("application/problem+json");
        assertThat(refused.<String>path("errors[0].field")).isEqualTo("subscription.endpoint");
        for (String kind : List.of("FCM", "APNS")) {
            Response notSetUp = register(user, "{\"kind\":\"" + kind + "\",\"token\":\"0123456789abcdef\"}");
            assertThat(notSetUp.statusCode()).isEqualTo(400);
            assertThat(notSetUp.<String>path("detail"))
                    .contains("an operator has to set " + (kind.equals("FCM") ? "FCM_CREDENTIALS" : "APNS_KEY"));
        }
        assertThat(as(user).get(DEVICES).<List<?>>path("items")).isEmpty();
    }
}
