package dev.eventbus.notifications;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users do with their notifications, also wrongly and all at once. */
@QuarkusTest
@QuarkusTestResource(NotifierResources.class)
class InboxIT extends NotifierProcess {
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

    private static final String BAD_INPUT = """
            GET  | ?status=SEEN     |                    | 400 | status
            GET  | ?cursor=%21      |                    | 400 | cursor
            GET  | ?limit=0         |                    | 400 | limit
            GET  | ?view=TRASH      |                    | 400 | view
            GET  | /x               |                    | 404 |
            POST | /x/archive       |                    | 404 |
            POST | /x/snooze        | {"until":"2999-01-01T00:00:00Z"} | 400 | until
            POST | /x/snooze        | {"until":"2020-01-01T00:00:00Z"} | 400 | until
            POST | /x/snooze        | {"until":"+999999999-12-31T23:59:59Z"} | 400 | until
            POST | /x/snooze        | {"until":"tomorrow"} | 400 | until
            POST | /x/snooze        | {"until":5}        | 400 | until
            POST | /x/snooze        | {}                 | 400 | until
            POST | /x/snooze        | {"till":"x","until":null} | 400 | until
            POST | /x/snooze        | []                 | 400 | body
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
            POST | /nothing         |                    | 405 |
            PUT  | /read-all        | {}                 | 405 |
            """;

    @Test
    void answersBadInputWithAProblemThatNamesTheField() {
        BAD_INPUT.lines().forEach(line -> {
            List<String> row =
                    Stream.of((line + " ").split("\\|", -1)).map(String::strip).toList();
            RequestSpecification request = as(user);
            if (!row.get(2).isEmpty()) {
                request.contentType("application/json").body(row.get(2));
            }

            Response answer = request.urlEncodingEnabled(false).request(row.get(0), LIST + row.get(1));

            assertThat(answer.statusCode()).as(line).isEqualTo(Integer.parseInt(row.get(3)));
            assertThat(answer.contentType()).as(line).startsWith("application/problem+json");
            assertThat(answer.<Integer>path("status")).isEqualTo(answer.statusCode());
            assertThat(answer.<String>path("errors[0].field"))
                    .as(line)
                    .isEqualTo(row.get(4).isEmpty() ? null : row.get(4));
            assertThat(answer.asString()).doesNotContain("Exception");
        });
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
    void snoozedOnesComeBackUnreadAndOnTop() throws Exception {
        gateway.socketOf(user, true);
        store(message("later"));
        String later = awaitOne("DELIVERED");
        store(message("now"));
        awaitCount(2);
        as(user).post(LIST + "/" + later + "/read");

        Instant until = Instant.now().plusMillis(1_500);
        Response snoozed = as(user).contentType("application/json")
                .body("{\"until\":\"" + until + "\"}")
                .post(LIST + "/" + later + "/snooze");

        assertThat(snoozed.statusCode()).isEqualTo(200);
        assertThat(list(user).<List<String>>path("items.body")).containsExactly("now");
        assertThat(as(user).get(LIST + "?view=SNOOZED").<List<String>>path("items.body"))
                .containsExactly("later");
        assertThat(unread()).isEqualTo(1);

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(list(user).<List<String>>path("items.body")).containsExactly("later", "now"));
        assertThat(status()).isEqualTo("DELIVERED");
        assertThat(unread()).isEqualTo(2);
        assertThat(Instant.now()).isAfterOrEqualTo(until);
        await().atMost(SOON)
                .until(() -> gateway.frames("unread")
                        .getLast()
                        .at("/notification/body")
                        .asText()
                        .equals("later"));
    }

    @Test
    void putsAwayWhatIsArchivedAndShowsItThere() throws Exception {
        store(message("old"));
        String id = awaitOne("CREATED");

        assertThat(as(user).post(LIST + "/" + id + "/archive").<Integer>path("unread.count"))
                .isZero();
        as(user).post(LIST + "/" + id + "/archive").then().statusCode(200);

        assertThat(list(user).<List<?>>path("items")).isEmpty();
        assertThat(as(user).get(LIST + "?view=ARCHIVED").<String>path("items[0].archivedAt"))
                .isNotNull();
        as(user).post(LIST + "/" + id + "/read").then().statusCode(200);
        assertThat(unread()).isZero();
        assertThat(as(user).post(LIST + "/" + id + "/unread").<Integer>path("unread.count"))
                .isEqualTo(1);
        assertThat(list(user).<List<?>>path("items")).hasSize(1);
    }

    @Test
    void letsThemExpireAndForgetsOldOnes() throws Exception {
        gateway.socketOf(user, false);
        store(message("short-lived"));
        String id = awaitCount(1);

        change("update notification set expires_at = now() where id = '" + id + "'");

        awaitOne("EXPIRED");
        assertThat(unread()).isZero();
        await().atMost(SOON).until(() -> gateway.frames("unread").size() == 1);
        as(user).post(LIST + "/" + id + "/read");
        assertThat(status()).isEqualTo("EXPIRED");
        as(user).contentType("application/json")
                .body("{\"until\":\"" + Instant.now().plusSeconds(60) + "\"}")
                .post(LIST + "/" + id + "/snooze")
                .then()
                .statusCode(409);

        change("update notification set created_at = created_at - interval '91 days' where id = '" + id + "'");
        awaitCount(0);
    }

    @Test
    void showsWhatEachChannelMadeOfIt() throws Exception {
        store(message("one"));
        String id = awaitOne("CREATED");
        await().atMost(SOON).until(() -> attempts(id, "FAILED") == 1);

        Response one = as(user).get(LIST + "/" + id);

        assertThat(one.<String>path("id")).isEqualTo(id);
        assertThat(one.<Object>path("readAt")).isNull();
        assertThat(one.<Map<String, Object>>path("attempts[0]"))
                .containsEntry("channel", "WEBSOCKET")
                .containsEntry("reason", "no socket open")
                .containsEntry("tries", 1);
        as(sender).get(LIST + "/" + id).then().statusCode(404);
    }

    @Test
    void keepsCountsRightWhenEverythingHappensAtOnce() throws Exception {
        for (int i = 0; i < 10; i++) {
            store(message("old " + i));
        }
        awaitCount(10);
        List<String> ids = list(user).path("items.id");
        Random random = new Random(42);

        List<Callable<Response>> work = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String id = LIST + '/' + ids.get(random.nextInt(10));
            work.add(
                    switch (random.nextInt(7)) {
                        case 0, 1 -> () -> as(user).post(id + "/read");
                        case 2, 3 -> () -> as(user).post(id + "/unread");
                        case 4 -> () -> as(user).post(id + "/archive");
                        case 5 ->
                            () -> as(user).contentType("application/json")
                                    .body("{\"until\":\"" + Instant.now().plusMillis(600) + "\"}")
                                    .post(id + "/snooze");
                        default ->
                            () -> as(user).contentType("application/json")
                                    .body("{\"upTo\":\"" + Instant.now().minusMillis(50) + "\"}")
                                    .post(LIST + "/read-all");
                    });
        }
        for (int i = 0; i < 30; i++) {
            store(message("new " + i));
        }
        try (var clients = Executors.newFixedThreadPool(8)) {
            for (Future<Response> done : clients.invokeAll(work)) {
                assertThat(done.get().statusCode()).isEqualTo(200);
            }
        }

        String mine = " from notification where user_id = '" + user + "'";
        await().atMost(SOON).until(() -> rows("select count(*)" + mine) == 40);
        await().atMost(SOON).until(() -> rows("select count(*)" + mine + " and snoozed_until is not null") == 0);
        long unread =
                rows("select count(*)" + mine + " and status in ('CREATED', 'DELIVERED') and archived_at is null");
        assertThat(unread()).isEqualTo(unread);
        assertThat(rows("select count(distinct seq)" + mine)).isEqualTo(40);
        assertThat(list(user).<List<String>>path("items.id")).doesNotHaveDuplicates();
    }
}
