package dev.eventbus.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Event;
import dev.eventbus.EventMetadata;
import dev.eventbus.Payload;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rules as a workspace's owner writes them, and what they then make of events. */
@QuarkusTest
@QuarkusTestResource(NotifierResources.class)
class RulesIT extends RulesProcess {
    @Test
    void storesARuleOnceAndShowsChangesAndForgetsIt() {
        Response created = post(rule(",\"condition\":\"payload.n > 1\",\"priority\":\"HIGH\",\"ttl\":\"PT24H\""));

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.header("Location")).endsWith(RULES + "/" + key);
        assertThat(created.<String>path("condition")).isEqualTo("payload.n > 1");
        assertThat(created.<Boolean>path("builtIn")).isFalse();
        assertThat(created.<Boolean>path("enabled")).isTrue();
        assertThat(created.<List<String>>path("channels")).containsExactly("WEBSOCKET");
        assertThat(post(rule("")).statusCode()).isEqualTo(409);

        Response replaced = put(key, rule(",\"enabled\":false"));
        Response read = as(user).get(RULES + "/" + key);

        assertThat(replaced.statusCode()).isEqualTo(200);
        assertThat(read.<Boolean>path("enabled")).isFalse();
        assertThat(read.<String>path("condition")).isNull();
        assertThat(read.<String>path("priority")).isEqualTo("NORMAL");

        assertThat(delete(key).statusCode()).isEqualTo(204);
        assertThat(delete(key).statusCode()).isEqualTo(404);
        assertThat(as(user).get(RULES + "/" + key).statusCode()).isEqualTo(404);
        assertThat(put(key, rule("")).statusCode()).isEqualTo(404);
    }

    @Test
    void listsBuiltInRulesAmongTheOthersByKey() {
        assertThat(post(rule("")).statusCode()).isEqualTo(201);

        Response first = as(user).get(RULES + "?limit=1");
        Response all = as(user).get(RULES + "?limit=200");

        String lowest = all.path("items[0].key");
        assertThat(first.<List<String>>path("items.key")).containsExactly(lowest);
        assertThat(first.<String>path("nextCursor")).isEqualTo(lowest);
        assertThat(all.<List<String>>path("items.key"))
                .isSorted()
                .contains("conversation-created", "new-message", "task-completed", "task-failed", key);
        assertThat(as(user).get(RULES + "?cursor=task-completed&limit=1").<List<String>>path("items.key"))
                .containsExactly("task-failed");
        delete(key);
    }

    @Test
    void letsOnlyOwnersWriteAndOnlyMembersRead() throws Exception {
        assertThat(as(user).contentType("application/json")
                        .body(rule(""))
                        .post(RULES)
                        .statusCode())
                .isEqualTo(403);
        assertThat(as(user).delete(RULES + "/new-message").statusCode()).isEqualTo(403);
        assertThat(as("root", "ADMIN")
                        .contentType("application/json")
                        .body(rule(""))
                        .post(RULES)
                        .statusCode())
                .isEqualTo(201);
        assertThat(as("boss", "OWNER")
                        .contentType("application/json")
                        .body(rule(""))
                        .post("/api/workspaces/other/notification-rules")
                        .statusCode())
                .isEqualTo(404);
        assertThat(io.restassured.RestAssured.given().get(RULES).statusCode()).isEqualTo(401);
        assertThat(rows("select count(*) from notification_rule where workspace_id <> 'demo'"))
                .isZero();
        delete(key);
    }

    @Test
    void appliesARuleAtOnceWhereItsConditionHolds() throws Exception {
        post(rule(",\"condition\":\"payload.n > 1 && payload.state == 'open'\""));

        store(deal("{\"n\":1,\"state\":\"open\"}"));
        store(deal("{\"n\":2,\"state\":\"closed\"}"));
        store(deal("{\"state\":\"open\"}"));
        store(deal("{\"n\":3,\"state\":\"open\",\"text\":\"{#for i in payload}x{/for}\"}"));

        awaitTitles("Deal 3");
        assertThat(list(user).<String>path("items[0].body")).isEqualTo("{#for i in payload}x{/for}");
        delete(key);
        store(deal("{\"n\":4,\"state\":\"open\"}"));
        store(message("after"));
        awaitTitles("New message", "Deal 3");
    }

    @Test
    void disablesABuiltInRuleForItsWorkspaceAndRestoresIt() throws Exception {
        Response off = put("task-failed", "{\"enabled\":false}");
        assertThat(off.<Boolean>path("enabled")).isFalse();
        assertThat(off.<Boolean>path("builtIn")).isTrue();
        assertThat(off.<String>path("eventPattern")).isEqualTo("task.failed");
        store(task("failed", "one"));

        put("task-failed", "{\"template\":{\"title\":\"Oh no\"}}");
        store(task("failed", "two"));
        awaitTitles("Oh no");

        assertThat(delete("task-failed").statusCode()).isEqualTo(204);
        assertThat(delete("task-failed").statusCode()).isEqualTo(404);
        store(task("failed", "three"));
        awaitTitles("Task failed", "Oh no");
    }

    private Event task(String event, String id) {
        return new Event(
                UUID.randomUUID().toString(),
                "demo",
                "flows",
                "task",
                id,
                event,
                Instant.now(),
                Payload.ofJson("{\"taskId\":\"%s\",\"ownerId\":\"%s\"}"
                        .formatted(id, user)
                        .getBytes(StandardCharsets.UTF_8)),
                new EventMetadata(Map.of(), List.of(), null, null, "task." + event));
    }

    @Test
    void boundsTheRulesOfAWorkspace() throws Exception {
        change("insert into notification_rule (workspace_id, key, definition, created_at, updated_at)"
                + " select 'full', 'r' || n, '{}', now(), now() from generate_series(1, 1000) n");
        String token = GatewayToken.of("boss", "full").with("role", "OWNER").signedWith(NotifierResources.SECRET);

        Response refused = io.restassured.RestAssured.given()
                .header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body(rule(""))
                .post("/api/workspaces/full/notification-rules");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.<String>path("code")).isEqualTo("TOO_MANY_RULES");
        change("delete from notification_rule where workspace_id = 'full'");
    }

    @Test
    void speaksTheLanguageOfEachUser() throws Exception {
        post(rule(",\"channels\":[\"EMAIL\"]").replace("\"template\":{", """
                "template":{"locales":{"de":{"title":"Geschäft {payload.n}","emailHtml":"<p>{payload.text}</p>"}},"""));
        as(user).contentType("application/json")
                .body("{\"locale\":\"de-AT\"}")
                .put("/api/workspaces/demo/recipients/me")
                .then()
                .statusCode(200);

        store(deal("{\"n\":7,\"text\":\"<b>\"}"));

        awaitTitles("Geschäft 7");
        assertThat(rows("select count(*) from notification where email_html = '<p>&lt;b&gt;</p>' and user_id = '" + user
                        + "'"))
                .isEqualTo(1);
        delete(key);
    }

    @Test
    void switchesOffARuleThatKeepsFailingWhichAWriteHeals() throws Exception {
        String faulty = rule("").replaceAll("\"recipients\".*}", "\"recipients\":{\"resolver\":\"owner\"}}");
        assertThat(post(faulty).statusCode()).isEqualTo(201);

        for (int i = 0; i < 20; i++) {
            store(deal("{}"));
        }

        await().atMost(SOON).until(() -> !as(user).get(RULES + "/" + key).<Boolean>path("enabled"));
        Response off = as(user).get(RULES + "/" + key);
        assertThat(off.<String>path("fault.reason")).startsWith("payload.ownerId must be");
        assertThat(off.<String>path("fault.at")).isNotNull();

        assertThat(put(key, faulty).<Boolean>path("enabled")).isTrue();
        assertThat(as(user).get(RULES + "/" + key).<Map<String, Object>>path("$"))
                .doesNotContainKey("fault");
        store(deal("{\"n\":1,\"ownerId\":\"" + user + "\"}"));
        awaitTitles("Deal 1");
        delete(key);
    }

    @Test
    void catchesNoEventsAboutNotificationsByAWildcard() throws Exception {
        post(rule("").replace("deal." + name, "*." + name));
        Event own = new Event(
                UUID.randomUUID().toString(),
                "demo",
                "notification",
                "notification",
                "n-1",
                name,
                Instant.now(),
                Payload.ofJson("{\"n\":1}".getBytes(StandardCharsets.UTF_8)),
                new EventMetadata(Map.of(), List.of(), null, null, null));
        store(own);
        store(deal("{\"n\":2}"));
        awaitTitles("Deal 2");

        put(key, rule("").replace("deal." + name, "notification.notification." + name));
        store(own);
        awaitTitles("Deal 1", "Deal 2");
        delete(key);
    }

    @Test
    void tellsTenThousandPeopleInAFewTransactions() throws Exception {
        String marker = UUID.randomUUID().toString().substring(0, 8);
        StringBuilder ids = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            ids.append(i == 0 ? "" : ",")
                    .append("\"u")
                    .append(marker)
                    .append('-')
                    .append(i)
                    .append('"');
        }
        post(rule("").replaceAll(
                        "\"recipients\".*}", "\"recipients\":{\"resolver\":\"payload\",\"pointers\":[\"/ids\"]}}"));

        store(deal("{\"ids\":[" + ids + "]}"));

        await().atMost(SOON)
                .until(() -> rows("select count(*) from notification where rule_key = '" + key + "'") == 10_000);
        assertThat(rows("select sum(unread) from user_inbox where user_id like 'u" + marker + "-%'"))
                .isEqualTo(10_000);
        delete(key);
    }

    @Test
    void answersABadRuleWithAProblemThatNamesTheFieldAndStoresNothing() throws Exception {
        long before = rows("select count(*) from notification_rule");

        assertProblem(post(""), "body");
        assertProblem(post("{}"), "key");
        assertProblem(post(rule(",\"ttl\":\"soon\"")), "ttl");
        assertProblem(post(rule("").replace("{payload.text ?: ''}", "{inject:x}")), "template.body");
        assertProblem(put("new-message", "{\"key\":\"other\"}"), "key");
        assertProblem(put("new-message", "{\"channels\":[\"FAX\"]}"), "channels");
        assertThat(as(user).urlEncodingEnabled(false).get(RULES + "/%00").statusCode())
                .isEqualTo(404);
        assertThat(delete("a b").statusCode()).isEqualTo(404);
        assertProblem(as(user).get(RULES + "?limit=0"), "limit");
        assertProblem(as(user).get(RULES + "?cursor=a+b"), "cursor");
        assertThat(post("{\"x\":\"" + "x".repeat(70_000) + "\"}").statusCode()).isEqualTo(413);

        assertThat(rows("select count(*) from notification_rule")).isEqualTo(before);
    }

    private static void assertProblem(Response answer, String field) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.<List<String>>path("errors.field")).contains(field);
    }
}
