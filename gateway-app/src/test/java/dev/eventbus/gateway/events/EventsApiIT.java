package dev.eventbus.gateway.events;

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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class EventsApiIT {
    private static final String EVENTS = "/api/workspaces/demo/events";

    @Inject
    Jdbc jdbc;

    @Test
    void publishesTheExampleOfTheApiAndListsItsExactPayload() {
        String payload =
                "{ \"dealId\": \"deal-123\",\n  \"amount\": 5000.00, \"big\": 123456789012345678901234567890 }";

        Response published =
                publish("{\"eventKey\":\"crm.deal.closed\",\"schemaVersion\":\"1.0\",\"payload\":" + payload + "}");

        assertThat(published.statusCode()).isEqualTo(200);
        assertThat(published.<String>path("code")).isEqualTo("SUCCESS");
        String event = inLog(published.path("eventId"));
        assertThat(event)
                .contains("\"payload\":" + payload)
                .contains("\"source\":\"crm\"", "\"resource\":\"deal\"", "\"eventName\":\"closed\"")
                .contains("\"actor\":\"member\"", "\"schemaVersion\":\"1.0\"", "\"eventKey\":\"crm.deal.closed\"");
    }

    @Test
    void usesTheSourceExtensionsForAKeyWithoutOne() {
        String event =
                inLog(publish("{\"eventKey\":\"deal.lost\",\"actor\":\"bot\"}").path("eventId"));

        assertThat(event).contains("\"source\":\"extensions\"", "\"actor\":\"bot\"", "\"payload\":{}");
    }

    @Test
    void publishesABatchAndAnswersForEachInOrder() {
        String items = IntStream.range(0, 500)
                .mapToObj(i ->
                        i == 250 ? "{\"eventKey\":7}" : "{\"eventKey\":\"batch.a.b\",\"resourceId\":\"b" + i + "\"}")
                .collect(Collectors.joining(",", "[", "]"));

        Response answer = batch(items);

        assertThat(answer.statusCode()).isEqualTo(200);
        List<String> codes = answer.path("code");
        assertThat(codes).hasSize(500);
        assertThat(codes.get(250)).isEqualTo("INVALID_REQUEST");
        assertThat(codes.stream().filter("SUCCESS"::equals)).hasSize(499);
        assertThat(answer.<String>path("[250].error.errors[0].field")).isEqualTo("eventKey");
        assertThat(inLog(answer.path("[499].eventId"))).contains("\"resourceId\":\"b499\"");
        assertThat(inLog(answer.path("[0].eventId"))).contains("\"resourceId\":\"b0\"");
    }

    @Test
    void answersTheSameEventForTheSameKeyAndBody() {
        String body = "{\"eventKey\":\"once.a.b\",\"payload\":{\"n\":1}}";

        Response first = publish("member", "key 1", body);
        Response again = publish("member", "key 1", body);
        Response other = publish("member", "key 1", body + " ");
        Response others = publish("admin", "key 1", body);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.<String>path("eventId")).isEqualTo(first.path("eventId"));
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.<String>path("code")).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(others.<String>path("eventId")).isNotEqualTo(first.path("eventId"));
    }

    @Test
    void publishesOneEventForManyEqualRequestsAtATime() {
        String body = "{\"eventKey\":\"together.a.b\"}";

        List<CompletableFuture<String>> answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> publish("member", "together", body).<String>path("eventId"),
                        task -> Thread.ofVirtual().start(task)))
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join).distinct())
                .hasSize(1)
                .doesNotContainNull();
        inLog(answers.getFirst().join());
        assertThat(list("eventKey=together.a.b")).hasSize(1);
    }

    @Test
    void leavesAKeyFreeWhoseRequestWasRefused() {
        assertThat(publish("member", "better", "{\"eventKey\":7}").statusCode()).isEqualTo(400);
        assertThat(publish("member", "better", "{\"eventKey\":\"better.a.b\"}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void answersTheSameEventsForTheSameKeyAndBatch() {
        String items = "[{\"eventKey\":\"once.batch.a\"},{},{\"eventKey\":\"once.batch.b\"}]";

        Response first = keyed("member", "batch 1").body(items).post(EVENTS + "/publish/batch");
        Response again = keyed("member", "batch 1").body(items).post(EVENTS + "/publish/batch");

        assertThat(first.<List<String>>path("code")).containsExactly("SUCCESS", "INVALID_REQUEST", "SUCCESS");
        assertThat(again.asString()).isEqualTo(first.asString());
        inLog(first.path("[0].eventId"));
        inLog(first.path("[2].eventId"));
        assertThat(publish("member", "batch 1", items).statusCode()).isEqualTo(400);
        assertThat(publish("member", "batch 1", "{\"eventKey\":\"a.b\"}").statusCode())
                .isEqualTo(409);
    }

    @Test
    void recordsKeysOfManySegments() {
        String event = inLog(publish("{\"eventKey\":\"crm.deal.stage.changed\",\"resourceId\":\"d1\"}")
                .path("eventId"));

        assertThat(event).contains("\"resource\":\"deal:stage\"", "\"resourceId\":\"d1\"");
        assertThat(list("eventKey=crm.*.stage.changed")).hasSize(1);
        assertThat(list("eventKey=crm.*.nothing.changed")).isEmpty();
    }

    @Test
    void listsNewestFirstInPages() {
        for (int i = 0; i < 5; i++) {
            inLog(publish("{\"eventKey\":\"paging.page.turned\",\"resourceId\":\"p" + i + "\"}")
                    .path("eventId"));
        }

        Response first = as("member").get(EVENTS + "?eventKey=paging.page.turned&limit=3");
        Response second =
                as("member").get(EVENTS + "?eventKey=paging.page.turned&limit=3&cursor=" + first.path("nextCursor"));

        assertThat(first.<List<String>>path("items.resourceId")).containsExactly("p4", "p3", "p2");
        assertThat(second.<List<String>>path("items.resourceId")).containsExactly("p1", "p0");
        assertThat(second.<String>path("nextCursor")).isNull();
    }

    @Test
    void recordsEventsWithFiltersAndShowsThemAll() {
        String event = inLog(publish("{\"eventKey\":\"conversation.message_posted\",\"resourceId\":\"c1\","
                        + "\"filters\":{\"participant\":[\"a\",\"b\"],\"channel\":\"web\"}}")
                .path("eventId"));

        assertThat(event).contains("\"participant\":[\"a\",\"b\"]", "\"channel\":[\"web\"]");
    }

    @Test
    void cutsPagesOfLargeEventsAndLosesNone() {
        String payload = "{\"x\":\"" + "x".repeat(1_000_000) + "\"}";
        for (int i = 0; i < 11; i++) {
            inLog(publish("{\"eventKey\":\"large.page.cut\",\"resourceId\":\"l" + i + "\",\"payload\":" + payload + "}")
                    .path("eventId"));
        }

        Response first = as("member").get(EVENTS + "?eventKey=large.page.cut&limit=100");
        Response rest =
                as("member").get(EVENTS + "?eventKey=large.page.cut&limit=100&cursor=" + first.path("nextCursor"));

        assertThat(first.<List<String>>path("items.resourceId"))
                .containsExactly("l10", "l9", "l8", "l7", "l6", "l5", "l4", "l3", "l2");
        assertThat(rest.<List<String>>path("items.resourceId")).containsExactly("l1", "l0");
        assertThat(rest.<String>path("nextCursor")).isNull();
    }

    @Test
    void goesOnBehindAnEventThatTheDatabaseRefuses() {
        jdbc.update("alter table gateway.platform_event add constraint poison check (resource_id <> 'poison')");
        String refused = publish("{\"eventKey\":\"poison.a.b\",\"resourceId\":\"poison\"}")
                .path("eventId");

        inLog(publish("{\"eventKey\":\"poison.a.b\",\"resourceId\":\"r1\"}").path("eventId"));
        jdbc.update("alter table gateway.platform_event drop constraint poison");

        assertThat(as("member").get(EVENTS + "/" + refused).statusCode()).isEqualTo(404);
    }

    @Test
    void narrowsTheListByResourceActorAndTime() {
        inLog(publish("{\"eventKey\":\"narrow.a.b\",\"resourceId\":\"n1\",\"actor\":\"x\"}")
                .path("eventId"));
        inLog(publish("{\"eventKey\":\"narrow.a.b\",\"resourceId\":\"n2\",\"actor\":\"y\"}")
                .path("eventId"));

        assertThat(list("eventKey=narrow.a.*&resourceId=n1")).containsExactly("n1");
        assertThat(list("eventKey=a.b&actor=y")).containsExactly("n2");
        assertThat(list("eventKey=narrow.a.b&from=2020-01-01T00:00:00Z")).hasSize(2);
        assertThat(list("eventKey=narrow.a.b&to=2020-01-01T00:00:00Z")).isEmpty();
    }

    @Test
    void showsAnEventToItsWorkspaceOnly() {
        String id = publish("{\"eventKey\":\"secret.plan.made\"}").path("eventId");
        inLog(id);

        assertThat(as("admin").get("/api/workspaces/other/events/" + id).statusCode())
                .isEqualTo(404);
        assertThat(as("outsider").get(EVENTS + "/" + id).statusCode()).isEqualTo(404);
        assertThat(given().get(EVENTS + "/" + id).statusCode()).isEqualTo(401);
    }

    @Test
    void doesNotRecordEphemeralEvents() {
        String ephemeral = publish("{\"eventKey\":\"typing.user.typed\",\"durability\":\"EPHEMERAL\"}")
                .path("eventId");
        inLog(publish("{\"eventKey\":\"typing.user.stopped\"}").path("eventId"));

        assertThat(as("member").get(EVENTS + "/" + ephemeral).statusCode()).isEqualTo(404);
    }

    @Test
    void countsWhatWasPublished() {
        inLog(publish("{\"eventKey\":\"counted.thing.done\"}").path("eventId"));

        assertThat(given().get("/metrics").asString())
                .contains(
                        "eventbus_published_total{durability=\"persistent\",outcome=\"stored\"}",
                        "eventbus_publish_seconds_count",
                        "eventbus_dispatch_queue_depth{subscription=\"eventlog\"}",
                        "eventbus_handler_seconds_count{subscription=\"eventlog\"}",
                        "eventbus_dropped_total{reason=",
                        "eventbus_retries_total",
                        "eventbus_dead_letters_total{class=",
                        "eventbus_consumer_lag{durable=\"eventlog\"} ");
    }

    @Test
    void saysThatItIsReadyAliveAndWhatItOffers() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(given().get("/healthz").statusCode()).isEqualTo(200));
        assertThat(given().get("/livez").statusCode()).isEqualTo(200);
        assertThat(given().get("/openapi").asString())
                .contains("/api/workspaces/{ws}/events/publish", "requestBody:", "eventKey", "password")
                .contains("securitySchemes:", "security:");
    }

    private static Response publish(String body) {
        return as("member").contentType("application/json").body(body).post(EVENTS + "/publish");
    }

    private static Response publish(String user, String key, String body) {
        return keyed(user, key).body(body).post(EVENTS + "/publish");
    }

    private static RequestSpecification keyed(String user, String key) {
        return as(user).contentType("application/json").header("Idempotency-Key", key);
    }

    private static Response batch(String body) {
        return as("member").contentType("application/json").body(body).post(EVENTS + "/publish/batch");
    }

    private static List<String> list(String query) {
        return as("member").get(EVENTS + "?" + query).path("items.resourceId");
    }

    private static String inLog(String id) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> as("member").get(EVENTS + "/" + id), answer -> answer.statusCode() == 200)
                .asString();
    }
}
