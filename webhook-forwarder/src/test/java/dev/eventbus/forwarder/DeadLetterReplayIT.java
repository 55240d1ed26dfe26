package dev.eventbus.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsSettings;
import dev.eventbus.nats.PausedDurables;
import io.nats.client.impl.Headers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dead letters over HTTP, in the packaged process. */
class DeadLetterReplayIT extends DeadLetterScenario {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @Test
    void deliversALetterOnceMoreToItsOwnSubscriptionAlone() throws Exception {
        try (ForwarderProcess forwarder = startReady()) {
            sink.always = 500;
            String data = "{\"b\": 1, \"a\":[12345678901234567890.10]}";
            connection
                    .jetStream()
                    .publish(
                            "order.paid",
                            new Headers()
                                    .put("Nats-Msg-Id", "evt_1")
                                    .put("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01"),
                            data.getBytes(StandardCharsets.UTF_8));
            await().until(() -> get(forwarder, "?subscription=a").contains("evt_1"));

            String list = get(
                    forwarder, "?subscription=a&subject=order.*&class=exhausted&from=2026-01-01T00:00:00Z&limit=10");
            String sequence = value(list, "sequence");
            assertThat(list)
                    .startsWith("200")
                    .contains(
                            "\"subject\":\"order.paid\"",
                            "\"attempts\":1",
                            "\"lastStatus\":500",
                            "\"stream\":\"ORDERS\"")
                    .doesNotContain("12345678901234567890", "nextCursor");
            assertThat(get(forwarder, "/" + sequence)).contains("\"dataEncoding\":\"json\"", "\"data\":" + data);
            assertThat(get(forwarder, "?subscription=b")).isEqualTo("200 {\"items\":[]}");

            HttpResponse<String> refused = call(forwarder, "POST", "/" + sequence + "/replay", null);
            assertThat(refused.statusCode()).isEqualTo(502);
            assertThat(refused.body()).contains("REPLAY_FAILED", "answered 500", "stays");

            sink.always = 0;
            HttpResponse<String> taken = call(forwarder, "POST", "/" + sequence + "/replay", null);
            assertThat(taken.statusCode() + taken.body())
                    .isEqualTo("200{\"sequence\":" + sequence + ",\"outcome\":\"answered 204\",\"deleted\":true}");
            assertThat(call(forwarder, "POST", "/" + sequence + "/replay", null).statusCode())
                    .isEqualTo(404);
            assertThat(get(forwarder, "/" + sequence))
                    .startsWith("404")
                    .contains("There is no dead letter " + sequence);

            assertThat(sink.received).hasSize(3);
            assertThat(sink.bodies().stream().distinct()).hasSize(1);
            assertThat(header("webhook-id").stream().distinct()).containsExactly("evt_1");
            assertThat(header("X-Dead-Letter-Replay").getFirst()).isNull();
            assertThat(header("X-Dead-Letter-Replay").stream().distinct()).hasSize(3); // none, and two that differ
            assertThat(header("traceparent"))
                    .doesNotHaveDuplicates()
                    .allMatch(trace -> trace.startsWith("00-" + TRACE) && trace.endsWith("-01"));
            assertThat(header("webhook-signature").getLast()).startsWith("v1,");
            assertThat(other.received).hasSize(1);
        }
    }

    @Test
    void replaysTwoThousandByAFilterAndOneOrderAtATime() throws Exception {
        try (ForwarderProcess forwarder = startReady()) {
            letters("a", 0, 2_000);
            letters("stranger", 5_000, 3);
            assertThat(get(forwarder, "?limit=1000&cursor=1990")).contains("\"m-1999\"", "\"m-5002\"");

            HttpResponse<String> dry = call(
                    forwarder, "POST", "/replay", "{\"subscription\":\"a\",\"class\":\"rejected\",\"dryRun\":true}");
            assertThat(dry.statusCode() + dry.body()).isEqualTo("200{\"matched\":1000,\"dryRun\":true}");
            assertThat(call(
                                    forwarder,
                                    "POST",
                                    "/replay",
                                    "{\"filter\":{\"subscription\":\"stranger\"},\"dryRun\":true}")
                            .body())
                    .contains("\"matched\":3,");
            assertThat(call(forwarder, "POST", "/replay", "{\"dryRun\":true}").body())
                    .contains("\"matched\":2003,");
            assertThat(sink.received).isEmpty();

            HttpResponse<String> begun =
                    call(forwarder, "POST", "/replay", "{\"subject\":\"order.>\",\"rate\":\"1000/s\"}");
            assertThat(begun.statusCode()).isEqualTo(202);
            assertThat(begun.body()).contains("\"matched\":2003");
            HttpResponse<String> second = call(forwarder, "POST", "/replay", "{\"subscription\":\"a\"}");
            assertThat(second.statusCode() + second.body()).startsWith("409").contains("REPLAY_RUNNING");

            assertThat(ended(forwarder))
                    .contains("\"state\":\"DONE\"", "\"delivered\":2000", "\"failed\":0", "\"skipped\":3")
                    .isEqualTo(get(forwarder, "/replays/" + value(begun.body(), "id")));
            assertThat(ids()).hasSize(2_000).doesNotHaveDuplicates();
            assertThat(sink.bodies().getFirst()).contains("\"timestamp\":\"2026-11-20T10:00:00Z\"");
            assertThat(lettersLeft()).isEqualTo(3);
        }
    }

    @Test
    void losesNothingWhenItIsKilledInTheMiddle() throws Exception {
        try (ForwarderProcess first = startReady()) {
            letters("a", 0, 2_000);
            call(first, "POST", "/replay", "{\"subscription\":\"a\",\"rate\":\"400/s\"}");
            await().atMost(Duration.ofSeconds(30)).until(() -> sink.received.size() > 500);
        } // kill -9
        assertThat(lettersLeft() + distinctIds().size()).isBetween(2_000L, 2_004L);
        assertThat(lettersLeft()).isPositive();

        try (ForwarderProcess second = startReady()) {
            call(second, "POST", "/replay", "{\"subscription\":\"a\",\"rate\":\"1000/s\"}");
            assertThat(ended(second)).contains("\"state\":\"DONE\"", "\"failed\":0");
        }
        assertThat(distinctIds()).hasSize(2_000);
        assertThat(ids().size()).isLessThanOrEqualTo(2_000 + 4); // those that were in flight
        assertThat(lettersLeft()).isZero();
    }

    @Test
    void stopsAfterTenFailuresInARowAndTakesNothingThatCameLater() throws Exception {
        try (ForwarderProcess forwarder = startReady()) {
            letters("a", 0, 50);
            sink.always = 500;
            call(forwarder, "POST", "/replay", "{\"subscription\":\"a\"}");

            String stopped = ended(forwarder);
            assertThat(stopped).contains("\"state\":\"STOPPED\"", "10 letters failed in a row, last: answered 500");
            assertThat(sink.received).hasSizeBetween(10, 14);
            assertThat(lettersLeft()).isEqualTo(50);

            sink.always = 0;
            connection.jetStreamManagement().purgeStream("DLQ");
            connection
                    .jetStream()
                    .publish(
                            "dlq.a.order.x",
                            new Headers().put("Dlq-Message-Id", "late"),
                            "\"hold\"".getBytes(StandardCharsets.UTF_8));
            call(forwarder, "POST", "/replay", "{\"subscription\":\"a\"}");
            await().until(() -> sink.bodies().stream().anyMatch(body -> body.contains("hold")));
            letters("a", 100, 5);
            sink.release.countDown();

            assertThat(ended(forwarder)).contains("\"state\":\"DONE\"", "\"delivered\":1");
            assertThat(lettersLeft()).isEqualTo(5);
        }
    }

    @Test
    void refusesWhatCannotBeMeantAndDoesNothing() throws Exception {
        try (ForwarderProcess forwarder = startReady()) {
            letters("a", 0, 3);
            letters("stranger", 3, 1);
            for (String[] refused : new String[][] {
                {"GET", "?limit=0", null, "400", "limit must be 1 to 1000, was 0"},
                {"GET", "?limit=many", null, "400", "limit must be a whole number, was \\\"many\\\""},
                {"GET", "?cursor=-1", null, "400", "cursor must be 1 or more, was -1"},
                {
                    "GET",
                    "?from=yesterday",
                    null,
                    "400",
                    "from must be a time such as 2026-11-21T08:00:00Z, was \\\"yesterday\\\""
                },
                {"GET", "?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", null, "400", "to must be later than from"
                },
                {"GET", "?subscription=a.b", null, "400", "subscription must match [A-Za-z0-9_-]{1,64}"},
                {"GET", "?subject=order..x", null, "400", "subject must not have an empty token"},
                {"GET", "?subscriptions=a", null, "400", "subscriptions is unknown; known here: class, cursor, from"},
                {"GET", "?limit=1&limit=2", null, "400", "limit must be given once"},
                {"GET", "/x", null, "400", "sequence must be a whole number"},
                {"GET", "/replay", null, "404", "No replay of many"},
                {"DELETE", "/99", null, "404", "There is no dead letter 99"},
                {"POST", "/4/replay", null, "409", "Subscription stranger is not configured here"},
                {"POST", "/replay", "{}", "400", "subscription must be given, or one of"},
                {"POST", "/replay", null, "415", "must be application/json"},
                {
                    "POST",
                    "/replay",
                    "{\"subscription\":\"stranger\"}",
                    "409",
                    "Subscription stranger is not configured here"
                },
                {"POST", "/replay", "{\"subscription\":\"a\",\"rate\":\"fast\"}", "400", "rate must be like 100/s"},
                {
                    "POST",
                    "/replay",
                    "{\"subscription\":\"a\",\"dry\":true}",
                    "400",
                    "dry is unknown; known here: class, dryRun"
                },
                {
                    "POST",
                    "/replay",
                    "{\"subscription\":\"a\",\"filter\":{\"subscription\":\"b\"}}",
                    "400",
                    "filter.subscription must be text, and given once"
                },
                {"POST", "/replay", "{\"filter\":{\"rate\":\"1/s\"}}", "400", "rate is unknown; known here: class, from"
                },
                {
                    "POST",
                    "/replay",
                    "{\"subscription\":\"a\",\"dryRun\":\"si\"}",
                    "400",
                    "dryRun has a value of the wrong type"
                },
            }) {
                HttpResponse<String> answer = call(forwarder, refused[0], refused[1], refused[2]);
                assertThat(answer.statusCode() + " " + answer.body())
                        .as(String.join(" ", refused[0], refused[1], refused[2]))
                        .startsWith(refused[3])
                        .contains(refused[4]);
                assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            }
            assertThat(sink.received).isEmpty();
            assertThat(lettersLeft()).isEqualTo(4);

            assertThat(call(forwarder, "DELETE", "/2", null).statusCode()).isEqualTo(204);
            assertThat(lettersLeft()).isEqualTo(3);
        }
    }

    @Test
    void deliversToTheEndpointOfToday() throws Exception {
        try (ForwarderProcess forwarder = startReady()) {
            letters("a", 0, 1);
            String config = Files.readString(folder.resolve("10.yml"));
            Files.writeString(folder.resolve("10.yml"), config.replace(sink.url(), other.origin() + "/moved"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> forwarder.output().contains("Changed to the configuration"));

            assertThat(call(forwarder, "POST", "/1/replay", null).statusCode()).isEqualTo(200);

            assertThat(other.received)
                    .singleElement()
                    .satisfies(got -> assertThat(got.path()).isEqualTo("/moved"));
            assertThat(sink.received).isEmpty();
        }
    }

    @Test
    void sendsNothingToASubscriptionThatIsPaused() throws Exception {
        try (ForwarderProcess forwarder = startReady();
                NatsConnection operator = NatsConnection.connect(NatsSettings.of(nats.url()))) {
            letters("a", 0, 3);
            assertThat(operator.awaitConnected(Duration.ofSeconds(10))).isTrue();
            new PausedDurables(operator).pause("a", new PausedDurables.Pause("maintenance", Instant.now()));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> forwarder.get("/metrics").contains("forwarder_paused{subscription=\"a\"} 1.0"));

            HttpResponse<String> one = call(forwarder, "POST", "/1/replay", null);
            assertThat(one.statusCode() + one.body()).startsWith("409").contains("held up", "maintenance");
            call(forwarder, "POST", "/replay", "{\"subscription\":\"a\"}");
            assertThat(ended(forwarder)).contains("STOPPED", "it has been paused since", "maintenance");

            assertThat(sink.received).isEmpty();
            assertThat(lettersLeft()).isEqualTo(3);
        }
    }

    private List<String> header(String name) {
        return sink.received.stream()
                .map(received -> received.headers().getFirst(name))
                .toList();
    }
}
