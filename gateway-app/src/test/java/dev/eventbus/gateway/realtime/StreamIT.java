package dev.eventbus.gateway.realtime;

import static dev.eventbus.gateway.Users.as;
import static dev.eventbus.gateway.Users.sharedToken;
import static dev.eventbus.gateway.Users.token;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.gateway.GatewayStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class StreamIT {
    private static final String STREAM = "/api/workspaces/demo/events/stream";

    @Test
    void tellsMatchingEventsAsTheyComeEachOnOneLine() throws Exception {
        publish("sse.before.it", ""); // before the first event there is no position
        try (TestStream stream = open("?pattern=sse.deal.*&filter=region:eu&filter=size:*", null)) {
            assertThat(stream.hear()).startsWith("retry: 2000\nid: ");

            publish("sse.deal.closed", ",\"filters\":{\"region\":\"us\",\"size\":\"1\"}");
            publish(
                    "sse.deal.closed",
                    ",\"filters\":{\"region\":\"eu\",\"size\":\"1\"},\"payload\":{\n\"a\":\r\n\"\\n\\nevent: x\"}");

            String event = stream.hear();
            assertThat(event.lines()).hasSize(2);
            assertThat(event).startsWith("id: ").contains("\ndata: {\"id\":", "\"region\":[\"eu\"]", "\\n\\nevent: x");
        }
    }

    @Test
    void goesOnAfterAReconnectWithNeitherGapNorDuplicate() throws Exception {
        List<String> told = new ArrayList<>();
        String last = "";
        try (TestStream stream = open("?pattern=resumed.a.b", null)) {
            stream.hear();
            publishMany(0, 20);
            for (int i = 0; i < 10; i++) {
                String event = stream.hear();
                told.add(resourceOf(event));
                last = TestStream.idOf(event);
            }
        }
        publishMany(20, 40);
        Thread publisher = Thread.ofVirtual().start(() -> publishMany(40, 80));
        try (TestStream again = open("?pattern=resumed.a.b&lastEventId=1", last)) {
            assertThat(again.hear()).isEqualTo("retry: 2000\nid: " + last + "\n");
            while (told.size() < 80) {
                told.add(resourceOf(again.hear()));
            }
        }
        publisher.join();

        assertThat(told).isEqualTo(IntStream.range(0, 80).mapToObj(i -> "r" + i).toList());
    }

    @Test
    void tellsEphemeralEventsWithoutAPosition() throws Exception {
        try (TestStream stream = open("?pattern=sse.user.typed", null)) {
            stream.hear();
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                publish("sse.user.typed", ",\"durability\":\"EPHEMERAL\"");
                assertThat(stream.hear()).startsWith("data: ");
            });
        }
    }

    @Test
    void saysFirstWhatCannotBeToldAnyMore() throws Exception {
        try (TestStream stream = open("?pattern=sse.a.gap", "999999999")) {
            assertThat(stream.hear()).isEqualTo("retry: 2000\nid: 999999999\n");
            assertThat(stream.hear())
                    .startsWith("event: gap\nid: ")
                    .contains("data: {\"from\":\"1000000000\",\"to\":\"");

            publish("sse.a.gap", "");
            assertThat(stream.hear()).contains("\"eventName\":\"gap\"");
        }
    }

    @Test
    void tellsNobodyOfAnotherWorkspace() throws Exception {
        try (TestStream stream = open("?pattern=*.foreign.a", null)) {
            stream.hear();
            as("admin")
                    .contentType("application/json")
                    .body("{\"eventKey\":\"other.foreign.a\"}")
                    .post("/api/workspaces/other/events/publish");
            publish("own.foreign.a", "");

            assertThat(stream.hear()).contains("\"source\":\"own\"");
        }
        assertThat(as("outsider").get(STREAM).statusCode()).isEqualTo(404);
        assertThat(as("member").get("/api/workspaces/other/events/stream").statusCode())
                .isEqualTo(404);
        assertThat(given().get(STREAM).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "?pattern=a pattern",
                "?pattern=a..b pattern",
                "?pattern=%3E pattern",
                "?pattern=a.b&pattern=a.c pattern",
                "?filter=x filter",
                "?filter=a:b:c filter",
                "?filter=:b filter",
                "?filter=*:b filter",
                "?lastEventId=x lastEventId",
                "?lastEventId=-1 lastEventId",
                "?lastEventId= lastEventId",
                "?lastEventId=9999999999999999999 lastEventId",
                "?lastEventId=1%0A2 lastEventId",
                "?since=1 since"
            })
    void refusesWhatItCannotRead(String query, String field) {
        Response answer = as("member").urlEncodingEnabled(false).get(STREAM + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.<String>path("errors[0].field")).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({"abc", "-1", "1.5", "'1 2'", "%00"})
    void refusesAGarbledLastEventId(String id) {
        Response answer = as("member").header("Last-Event-ID", id).get(STREAM);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.<String>path("errors[0].field")).isEqualTo("Last-Event-ID");
    }

    @Test
    void endsWithTheSession() throws Exception {
        String token = token("leaver");
        try (TestStream stream = TestStream.open(RestAssured.port, token, "", null)) {
            stream.hear();
            given().header("Authorization", "Bearer " + token).post("/api/auth/logout");

            assertThat(stream.hasEnded()).isTrue();
        }
    }

    @Test
    void givesACallerTwentyStreamsAndTakesThemBack() throws Exception {
        List<TestStream> streams = new ArrayList<>();
        for (int i = 0; i < StreamSlots.PER_CALLER; i++) {
            streams.add(TestStream.open(RestAssured.port, sharedToken("admin"), "?pattern=no.such.key", null));
        }

        Response refused = as("admin").get(STREAM);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.<String>path("code")).isEqualTo("TOO_MANY_STREAMS");
        streams.forEach(TestStream::close);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> TestStream.open(RestAssured.port, sharedToken("admin"), "", null)
                        .close());
    }

    @Test
    void tellsEachOfManyStreamsThatHaveAFirstWordAtOnce() throws Exception {
        for (int round = 0; round < 40; round++) {
            String key = "many.sse.begun" + round;
            List<TestStream> streams = new ArrayList<>();
            for (int i = 0; i < StreamSlots.PER_CALLER / 2; i++) {
                TestStream stream = open("?pattern=" + key, "999999999");
                assertThat(stream.hear()).startsWith("retry: 2000");
                assertThat(stream.hear()).startsWith("event: gap");
                streams.add(stream);
            }
            publish(key, "");
            for (TestStream stream : streams) {
                assertThat(stream.hear()).contains("\"eventName\":\"begun" + round + "\"");
                stream.close();
            }
        }
    }

    @Test
    void hangsUpOnAClientThatDoesNotReadAndKeepsTheOthers() throws Exception {
        try (Socket slow = new Socket();
                TestStream quick = open("?pattern=large.sse.event", null)) {
            slow.setReceiveBufferSize(4_096);
            slow.setSoTimeout(20_000);
            slow.connect(new InetSocketAddress("127.0.0.1", RestAssured.port));
            slow.getOutputStream()
                    .write(("GET " + STREAM
                                    + "?pattern=large.sse.event HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                    + sharedToken("member") + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(slow.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
            quick.hear();

            String payload = ",\"payload\":{\"x\":\"" + "x".repeat(900_000) + "\"}";
            for (int i = 0; i < 12; i++) {
                publish("large.sse.event", payload);
            }
            for (int i = 0; i < 12; i++) {
                assertThat(quick.hear()).contains("\"eventName\":\"event\"");
            }

            await().atMost(Duration.ofSeconds(20)).until(() -> streamsOpen() == 1);
        }
    }

    private static double streamsOpen() {
        String metrics = given().get("/metrics").asString();
        return metrics.lines()
                .filter(line -> line.startsWith("gateway_sse_streams "))
                .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
                .findFirst()
                .orElseThrow(() -> new AssertionError(metrics));
    }

    private static TestStream open(String query, String lastEventId) throws Exception {
        return TestStream.open(RestAssured.port, sharedToken("member"), query, lastEventId);
    }

    private static void publishMany(int from, int to) {
        IntStream.range(from, to).forEach(i -> publish("resumed.a.b", ",\"resourceId\":\"r" + i + "\""));
    }

    private static String resourceOf(String block) {
        return block.replaceAll("(?s).*\"resourceId\":\"([^\"]*)\".*", "$1");
    }

    private static void publish(String eventKey, String more) {
        as("member")
                .contentType("application/json")
                .body("{\"eventKey\":\"" + eventKey + "\"" + more + "}")
                .post("/api/workspaces/demo/events/publish")
                .then()
                .statusCode(200);
    }
}
