package dev.eventbus.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.nats.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged process between a real nats-server and a real HTTP endpoint. */
class ForwarderIT {
    private static NatsServer nats;
    private static Connection connection;
    private static int count;

    @TempDir
    Path folder;

    private final int number = ++count;
    private Sink sink;

    @BeforeAll
    static void startNats() throws Exception {
        nats = NatsServer.start();
        connection = Nats.connect(nats.url());
    }

    @AfterAll
    static void stopNats() throws Exception {
        connection.close();
        nats.close();
    }

    @BeforeEach
    void startSink() throws IOException {
        sink = Sink.start();
        configure("500ms");
    }

    @AfterEach
    void stopSink() {
        sink.close();
    }

    @Test
    void forwardsTheEnvelopeAndAcknowledgesAfterTwoHundred() throws Exception {
        try (ForwarderProcess forwarder = startReady()) {
            publish("{\"b\": 1, \"a\":[12345678901234567890.10]}", "evt_1");
            await().until(() -> sink.received.size() == 1);
            publish("plain text", null);
            await().until(() -> sink.received.size() == 2);

            assertThat(sink.bodies().getFirst())
                    .startsWith("{\"subject\":\"" + subject()
                            + "\",\"data\":{\"b\": 1, \"a\":[12345678901234567890.10]},\"timestamp\":\"20")
                    .matches(
                            ".*\"timestamp\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\",\"message_id\":\"evt_1\"}");
            assertThat(sink.bodies())
                    .anyMatch(body -> body.contains("\"data\":\"plain text\"")
                            && body.endsWith("\"message_id\":\"nats-msg-2\"}"));
            assertThat(sink.received.getFirst().authorization()).isEqualTo("Bearer s3cret");
            assertThat(sink.received.getFirst().userAgent()).startsWith("eventbus-forwarder/");
            await().untilAsserted(() -> assertThat(unacknowledged()).isZero());
            assertThat(forwarder.get("/metrics"))
                    .contains("forwarder_deliveries_total{outcome=\"ack\",subscription=\"s" + number + "\"} 2.0")
                    .contains("forwarder_delivery_seconds_count{subscription=\"s" + number + "\"} 2")
                    .contains("forwarder_in_flight{subscription=\"s" + number + "\"} 0.0");
            assertThat(forwarder.get("/livez")).startsWith("200");
            assertThat(forwarder.get("/openapi")).startsWith("200");
            assertThat(forwarder.output()).doesNotContain("s3cret");
        }
    }

    @Test
    void redeliversOnScheduleThenDeadLetters() throws Exception {
        try (ForwarderProcess forwarder = startReady()) {
            publish("{\"please\":\"fail\"}", "evt_2");
            publish("{\"fine\":1}", null);
            await().atMost(Duration.ofSeconds(20)).until(() -> deadLetter() != null);

            List<Sink.Received> tries = sink.received.stream()
                    .filter(received -> received.body().contains("fail"))
                    .toList();
            assertThat(tries).hasSize(4);
            assertThat(tries.stream().map(Sink.Received::body).distinct()).hasSize(1);
            assertThat(IntStream.range(1, 4)
                            .mapToObj(i -> Duration.between(
                                    tries.get(i - 1).at(), tries.get(i).at())))
                    .zipSatisfy(
                            List.of(500, 1_000, 2_000),
                            (gap, scheduled) -> assertThat(gap)
                                    .isBetween(Duration.ofMillis(scheduled), Duration.ofMillis(2L * scheduled - 1)));
            assertThat(sink.bodies()).anyMatch(body -> body.contains("fine"));

            MessageInfo letter = deadLetter();
            assertThat(new String(letter.getData(), StandardCharsets.UTF_8)).isEqualTo("{\"please\":\"fail\"}");
            Headers headers = letter.getHeaders();
            assertThat(headers.getFirst("Dlq-Attempts")).isEqualTo("4");
            assertThat(headers.getFirst("Dlq-Last-Status")).isEqualTo("503");
            assertThat(headers.getFirst("Dlq-Class")).isEqualTo("exhausted");
            assertThat(headers.getFirst("Dlq-Reason")).isEqualTo("Failed 4 times, last: answered 503");
            assertThat(headers.getFirst("Dlq-Message-Id")).isEqualTo("evt_2");
            assertThat(headers.getFirst("Dlq-Sequence")).isEqualTo("1");
            assertThat(headers.getFirst("Dlq-First-At")).isLessThan(headers.getFirst("Dlq-Last-At"));
            await().untilAsserted(() -> assertThat(unacknowledged()).isZero());
            assertThat(forwarder.get("/metrics"))
                    .contains(
                            "forwarder_deliveries_total{outcome=\"dead_letter\",subscription=\"s" + number + "\"} 1.0");
        }
    }

    @Test
    void goesOnWhereItWasAfterKillMinusNine() throws Exception {
        try (ForwarderProcess first = startReady()) {
            publish("1", null);
            await().until(() -> sink.received.size() == 1 && unacknowledged() == 0);
            first.close();
        }
        publish("2", null);
        try (ForwarderProcess second = startReady()) {
            publish("3", null);
            await().until(() -> sink.received.size() >= 3);

            assertThat(sink.bodies())
                    .map(body -> body.replaceAll(".*\"data\":(.).*", "$1"))
                    .containsExactlyInAnyOrder("1", "2", "3");
            assertThat(second.isReady()).isTrue();
        }
    }

    @Test
    void finishesAndAcknowledgesWhatIsInFlightWhenStopped() throws Exception {
        try (ForwarderProcess forwarder = startReady()) {
            publish("\"hold\"", null);
            await().until(() -> sink.received.size() == 1);
            forwarder.stop();
            await().until(() -> !forwarder.isReady());
            await().during(Duration.ofMillis(300)).until(() -> unacknowledged() == 1);
            publish("\"after the stop\"", null);
            sink.release.countDown();

            assertThat(forwarder.exitCode()).isIn(0, 143);
            assertThat(unacknowledged()).isZero();
            assertThat(sink.received).hasSize(1);
            assertThat(forwarder.output()).contains("Stopped forwarding");
        }
    }

    @Test
    void refusesToStartWithABrokenConfiguration() throws Exception {
        Files.writeString(folder.resolve("20.yml"), "subscriptions:\n  - name: x\n    retries: many\n");
        try (ForwarderProcess forwarder = ForwarderProcess.start(folder, environment())) {
            assertThat(forwarder.exitCode()).isEqualTo(ForwarderApplication.BROKEN_CONFIG);
            assertThat(forwarder.output())
                    .contains(folder + "/20.yml:3:14: retries must be a whole number from 0 to 100, was \"many\"")
                    .contains(folder + "/20.yml:2:5: missing key \"subject\"")
                    .doesNotContain("\tat ")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void waitsForNatsWithReadinessRed() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Map<String, String> environment = Map.of("NATS_URL", "nats://127.0.0.1:" + port);
        try (ForwarderProcess forwarder = ForwarderProcess.start(folder, environment)) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> forwarder.get("/livez").startsWith("200"));
            await().untilAsserted(() ->
                    assertThat(forwarder.get("/healthz")).startsWith("503").contains("not bound"));

            try (NatsServer late = NatsServer.builder().port(port).start()) {
                assertThat(late.port()).isEqualTo(port);
                await().atMost(Duration.ofSeconds(20)).until(forwarder::isReady);
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> !forwarder.isReady());
        }
    }

    private ForwarderProcess startReady() {
        ForwarderProcess forwarder = ForwarderProcess.start(folder, environment());
        try {
            await().atMost(Duration.ofSeconds(40)).until(forwarder::isReady);
            return forwarder;
        } catch (RuntimeException notReady) {
            forwarder.close();
            throw notReady;
        }
    }

    private Map<String, String> environment() {
        return Map.of("NATS_URL", nats.url(), "SECRET", "s3cret");
    }

    private void configure(String backoff) throws IOException {
        Files.writeString(folder.resolve("10.yml"), """
                streams:
                  - name: T%1$d
                    subjects: ["t%1$d.>"]
                subscriptions:
                  - name: s%1$d
                    subject: "t%1$d.*"
                    consumer: c%1$d
                    webhook:
                      url: "%2$s"
                      headers: { Authorization: "Bearer ${SECRET:-none}" }
                    backoff: %3$s
                """.formatted(number, sink.url(), backoff));
    }

    private String subject() {
        return "t" + number + ".x";
    }

    private void publish(String data, String id) throws Exception {
        Headers headers = new Headers();
        if (id != null) {
            headers.put("Nats-Msg-Id", id);
        }
        connection.jetStream().publish(subject(), headers, data.getBytes(StandardCharsets.UTF_8));
    }

    private long unacknowledged() throws Exception {
        return connection
                .jetStreamManagement()
                .getConsumerInfo("T" + number, "c" + number)
                .getNumAckPending();
    }

    private MessageInfo deadLetter() throws Exception {
        try {
            return connection.jetStreamManagement().getLastMessage("DLQ", "dlq.s" + number + "." + subject());
        } catch (io.nats.client.JetStreamApiException none) {
            return null;
        }
    }
}
