package dev.eventbus.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.nats.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not be lost, duplicated or held up when something dies, hangs or is written with wildcards. */
class ForwarderFaultIT {
    private static final String STREAM = "streams: [{ name: ORDERS, subjects: [\"order.>\", \"slow.>\"] }]\n";

    @TempDir
    Path folder;

    private NatsServer nats;
    private Connection connection;
    private Sink sink;

    @BeforeEach
    void start() throws Exception {
        nats = NatsServer.start();
        connection = Nats.connect(nats.url());
        sink = Sink.start();
    }

    @AfterEach
    void stop() throws Exception {
        sink.close();
        connection.close();
        nats.close();
    }

    @Test
    void deadLettersAMessageWhoseLastAttemptDiedWithTheProcess() throws Exception {
        String patience = "    timeout: 2s\n    ack_wait: 7s\n    backoff: 1ms\n";
        configure(subscription("a", "order.*", patience + "    retries: 1\n"));
        try (ForwarderProcess first = startReady()) {
            publish("order.created", "\"fail, then hold\"");
            await().until(() -> sink.received.size() == 2);
            first.close();
        }
        assertThat(deadLetter("dlq.a.order.created")).isNull();

        try (ForwarderProcess second = startReady()) {
            assertThat(second.isReady()).isTrue();
            await().atMost(Duration.ofSeconds(20)).until(() -> deadLetter("dlq.a.order.created") != null);

            MessageInfo letter = deadLetter("dlq.a.order.created");
            assertThat(new String(letter.getData(), StandardCharsets.UTF_8)).isEqualTo("\"fail, then hold\"");
            assertThat(letter.getHeaders().getFirst("Dlq-Attempts")).isEqualTo("2");
            assertThat(letter.getHeaders().getFirst("Dlq-Class")).isEqualTo("exhausted");
            await().until(() -> unsettled("a") == 0);
            assertThat(sink.received).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"    stream: ORDERS\n", ""})
    void forwardsEverythingInTheStreamForALoneCatchAll(String stream) throws Exception {
        configure(subscription("all", ">", stream));
        try (ForwarderProcess forwarder = startReady()) {
            assertThat(forwarder.isReady()).isTrue();
            publish("order.created", "1");
            publish("order.x.y.z", "2");
            publish("slow.a", "");
            await().until(() -> sink.received.size() == 3);

            assertThat(sink.bodies())
                    .anyMatch(body -> body.startsWith("{\"subject\":\"order.created\",\"data\":1,"))
                    .anyMatch(body -> body.startsWith("{\"subject\":\"order.x.y.z\",\"data\":2,"))
                    .anyMatch(body -> body.startsWith("{\"subject\":\"slow.a\",\"data\":\"\","));
            await().until(() -> unsettled("all") == 0);
        }
    }

    @Test
    void staysRedWhileTwoStreamsHoldTheSubjectAndNoneIsNamed() throws Exception {
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("OTHER")
                        .subjects("invoice.*")
                        .build());
        configure(subscription("a", "*.created", ""));
        try (ForwarderProcess forwarder = ForwarderProcess.start(folder, environment())) {
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> forwarder.output().contains("hold subject *.created"));

            assertThat(forwarder.get("/healthz"))
                    .startsWith("503")
                    .contains("\"subscription a\": \"not bound\"")
                    .contains("\"streams\": \"as configured\"");
        }
    }

    @Test
    void anEndpointThatHangsHoldsUpNoOtherSubscription() throws Exception {
        configure(subscription("slow", "slow.*", "    max_concurrency: 3\n")
                + subscription("fast", "order.*", "    max_concurrency: 3\n"));
        try (ForwarderProcess forwarder = startReady()) {
            for (int i = 0; i < 20; i++) {
                publish("slow.a", "\"hold\"");
            }
            await().until(() -> sink.received.size() == 3);
            for (int i = 0; i < 50; i++) {
                publish("order.a", Integer.toString(i));
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> sink.received.size() == 53);

            assertThat(forwarder.get("/metrics"))
                    .contains("forwarder_in_flight{subscription=\"slow\"} 3.0")
                    .contains("forwarder_deliveries_total{outcome=\"ack\",subscription=\"slow\"} 0.0");
        }
    }

    @Test
    void doesNotForgetWhatFailedWhileTheServerWasAway() throws Exception {
        configure(subscription("a", "order.*", "    backoff: 200ms\n"));
        try (ForwarderProcess forwarder = startReady()) {
            for (int i = 0; i < 5; i++) {
                publish("order.a", "\"hold " + i + "\"");
            }
            await().until(() -> sink.received.size() == 5);
            nats.kill();
            sink.release.countDown();
            await().until(() -> !forwarder.isReady());
            nats.restart();
            await().atMost(Duration.ofSeconds(30)).until(() -> forwarder.isReady() && unsettled("a") == 0);

            assertThat(IntStream.range(0, 5))
                    .allMatch(i -> sink.bodies().stream().anyMatch(body -> body.contains("hold " + i)));
        }
    }

    @Test
    void namesACredentialThatIsHalfGiven() throws Exception {
        configure(subscription("a", "order.*", ""));
        try (ForwarderProcess forwarder =
                ForwarderProcess.start(folder, Map.of("NATS_URL", nats.url(), "NATS_USER", "x"))) {
            assertThat(forwarder.exitCode()).isEqualTo(ForwarderApplication.BROKEN_CONFIG);
            assertThat(forwarder.output())
                    .contains("NATS_URL, NATS_USER, NATS_PASSWORD: user and password must be given both or neither")
                    .doesNotContain("IllegalArgumentException");
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
        return Map.of("NATS_URL", nats.url());
    }

    private void configure(String subscriptions) throws IOException {
        Files.writeString(folder.resolve("10.yml"), STREAM + "subscriptions:\n" + subscriptions);
    }

    private String subscription(String name, String subject, String more) {
        return """
                  - name: %s
                    subject: "%s"
                    consumer: %1$s
                    webhook: { url: "%s" }
                """.formatted(name, subject, sink.url()) + more;
    }

    private void publish(String subject, String data) throws Exception {
        connection.jetStream().publish(subject, data.getBytes(StandardCharsets.UTF_8));
    }

    private long unsettled(String consumer) throws Exception {
        var info = connection.jetStreamManagement().getConsumerInfo("ORDERS", consumer);
        return info.getNumAckPending() + info.getNumPending();
    }

    private MessageInfo deadLetter(String subject) throws Exception {
        try {
            return connection.jetStreamManagement().getLastMessage("DLQ", subject);
        } catch (JetStreamApiException none) {
            return null;
        }
    }
}
