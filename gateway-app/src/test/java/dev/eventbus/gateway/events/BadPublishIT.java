package dev.eventbus.gateway.events;

import static dev.eventbus.gateway.Users.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.eventbus.gateway.GatewayStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches and idempotency keys that are refused; {@link BadInputIT} has what a single event may not hold. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class BadPublishIT {
    private static final String EVENTS = "/api/workspaces/demo/events";
    private static final String GOOD = "{\"eventKey\":\"refused.a.b\"}";

    static Stream<Arguments> batches() {
        return Stream.of(
                arguments("", 400, "MALFORMED_JSON"),
                arguments("{}", 400, "MALFORMED_JSON"),
                arguments("null", 400, "MALFORMED_JSON"),
                arguments("\"[]\"", 400, "MALFORMED_JSON"),
                arguments("[", 400, "MALFORMED_JSON"),
                arguments("[" + GOOD, 400, "MALFORMED_JSON"),
                arguments("[" + GOOD + ",]", 400, "MALFORMED_JSON"),
                arguments("[," + GOOD + "]", 400, "MALFORMED_JSON"),
                arguments("[" + GOOD + "] x", 400, "MALFORMED_JSON"),
                arguments("[" + GOOD + "]]", 400, "MALFORMED_JSON"),
                arguments("\uFEFF[" + GOOD + "]", 400, "MALFORMED_JSON"),
                arguments("[" + "[".repeat(2_000), 400, "MALFORMED_JSON"),
                arguments("[" + (GOOD + ",").repeat(1_000) + GOOD + "]", 413, "TOO_MANY_ITEMS"),
                arguments("[" + "1,".repeat(1_000) + "1]", 413, "TOO_MANY_ITEMS"),
                arguments("[\"" + "x".repeat(1 << 20) + "\"]", 413, "PAYLOAD_TOO_LARGE"));
    }

    @ParameterizedTest
    @MethodSource("batches")
    void refusesTheBatchAndPublishesNothingOfIt(String body, int status, String code) {
        Response answer = json().body(body).post(EVENTS + "/publish/batch");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.<String>path("code")).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "\"text\"",
                "[]",
                "{}",
                "{\"eventKey\":}",
                "{'a':1}",
                "{\"eventKey\":\"a\"}",
                "{\"eventKey\":\"a.b\",\"eventKey\":\"a.b\"}",
                "{\"eventKey\":\"a.b\",\"id\":\"x\"}",
                "{\"eventKey\":\"a.b\",\"payload\":{\"a\":\"\\u0000\"}}",
                "{\"eventKey\":\"a.b\",\"payload\":{\"a\":\"\\ud800\"}}",
                "{\"eventKey\":\"a.b\",\"payload\":{\"a\":1e99999}}",
                "{\"eventKey\":\"a.b\"} x",
                "\\"
            })
    void refusesOneItemOfABatchAndNoOther(String item) {
        Response answer = json().body("[" + GOOD.replace("refused", "kept") + "," + item + "]")
                .post(EVENTS + "/publish/batch");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.<List<String>>path("code")).hasSize(2).startsWith("SUCCESS");
        assertThat(answer.<String>path("[1].code")).isIn("INVALID_REQUEST", "MALFORMED_JSON");
        assertThat(answer.<String>path("[1].error.detail")).isNotBlank();
        assertThat(answer.<String>path("[1].eventId")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/publish", "/publish/batch"})
    void refusesAKeyThatIsNone(String path) {
        String body = path.endsWith("batch") ? "[" + GOOD + "]" : GOOD;
        for (String key : List.of("x".repeat(256), "caf\u00e9", "a\tb")) {
            Response answer = json().header("Idempotency-Key", key).body(body).post(EVENTS + path);

            assertThat(answer.statusCode()).as(key).isEqualTo(400);
            assertThat(answer.<String>path("errors[0].field")).isEqualTo("Idempotency-Key");
        }
    }

    @Test
    void takesAKeyOfTheLongestLength() {
        Response answer = json().header("Idempotency-Key", "~ ".repeat(127) + "x")
                .body(GOOD.replace("refused", "kept"))
                .post(EVENTS + "/publish");

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    /** What is published last is in the log, and nothing of what was refused. */
    @AfterEach
    void nothingWasStored() {
        String id = json().body("{\"eventKey\":\"last.a.b\"}")
                .post(EVENTS + "/publish")
                .path("eventId");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> as("member").get(EVENTS + "/" + id).statusCode() == 200);
        assertThat(as("member").get(EVENTS + "?eventKey=refused.*.*").<List<String>>path("items.id"))
                .isEmpty();
    }

    private static RequestSpecification json() {
        return as("member").contentType("application/json");
    }
}
