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
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
