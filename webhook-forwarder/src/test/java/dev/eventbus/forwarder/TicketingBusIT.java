package dev.eventbus.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventbus.nats.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.PublishOptions;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped configuration of the ticketing platform, unchanged, does what that platform's description says. */
class TicketingBusIT {
    private static final Path SHIPPED = Path.of("../deploy/forwarder");
    private static final String STREAM = "hns_ticketing_events";
    private static final String BACKEND = "/api/v1/webhooks/nats";
    private static final String MAILER = "/mail-template";
    private static final String DRUPAL = "/stripe-webhook";

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
        try (Stream<Path> files = Files.list(SHIPPED.resolve("config.d"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    @AfterEach
    void stop() throws Exception {
        sink.close();
        connection.close();
        nats.close();
    }

    @Test
    void sendsEachDestinationItsSubjectsWithItsCredentials() throws Exception {
        try (ForwarderProcess forwarder = startReady()) {
            for (String subject : List.of("order.completed", "mail.welcome", "stripe.drupal", "stripe.backend")) {
                publish(subject, "{\"of\":\"" + subject + "\"}");
            }
            patiently().until(() -> sink.received.size() == 6);

            assertThat(subjectsAt(BACKEND))
                    .containsExactlyInAnyOrder("order.completed", "mail.welcome", "stripe.drupal", "stripe.backend");
            assertThat(subjectsAt(MAILER)).containsExactly("mail.welcome");
            assertThat(subjectsAt(DRUPAL)).containsExactly("stripe.drupal");
            assertThat(headerAt(BACKEND, "Authorization")).isEqualTo("Bearer demo-backend-secret");
            assertThat(headerAt(MAILER, "X-API-Key")).isEqualTo("demo-mailer-key");
            assertThat(headerAt(DRUPAL, "Authorization")).isEqualTo("Bearer demo-drupal-secret");

            JsonNode envelope = at(DRUPAL).getFirst();
            assertThat(envelope.fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("subject", "data", "timestamp", "message_id");
            assertThat(envelope.at("/data/of").asText()).isEqualTo("stripe.drupal");
            assertThat(envelope.at("/message_id").asText()).isEqualTo("id-stripe.drupal");
            assertThat(forwarder.output().lines())
                    .allSatisfy(line -> assertThat(json(line)).isNotNull());
            assertThat(forwarder.output()).doesNotContain("demo-backend-secret", "demo-mailer-key", "demo-drupal");
        }
    }

    @Test
    void keepsTheStreamAsDescribedWithOneDurableForEachSubscription() throws Exception {
        try (ForwarderProcess forwarder = startReady()) {
            assertThat(forwarder.isReady()).isTrue();
            var management = connection.jetStreamManagement();
            StreamConfiguration stream = management.getStreamInfo(STREAM).getConfiguration();

            assertThat(stream.getSubjects())
                    .containsExactly(
                            "ticket.>",
                            "order.>",
                            "payment.>",
                            "match.>",
                            "queue.>",
                            "quota.>",
                            "blacklist.>",
                            "loyalty.>",
                            "mail.>",
                            "stripe.>");
            assertThat(stream.getRetentionPolicy()).isEqualTo(RetentionPolicy.Limits);
            assertThat(stream.getMaxAge()).isEqualTo(Duration.ofHours(72));
            assertThat(stream.getStorageType()).isEqualTo(StorageType.File);
            assertThat(management.getConsumerNames(STREAM))
                    .containsExactlyInAnyOrder(
                            "backend-all-events-consumer", "mailer-auth-events-consumer", "stripe-drupal-consumer");
        }
    }

    @Test
    void bringsWhatWasPublishedWhileItWasAwayAndNothingTwice() throws Exception {
        try (ForwarderProcess forwarder = startReady()) {
            publish("stripe.drupal", "1");
            patiently().until(() -> sink.received.size() == 2);
            forwarder.stop();
            assertThat(forwarder.exitCode()).isIn(0, 143);
        }
        publish("stripe.drupal.not.this", "2");
        publish("mail.reset.password", "3");
        try (ForwarderProcess forwarder = startReady()) {
            patiently().until(() -> sink.received.size() == 5);

            assertThat(forwarder.isReady()).isTrue();
            assertThat(subjectsAt(MAILER)).containsExactly("mail.reset.password");
            assertThat(subjectsAt(DRUPAL)).containsExactly("stripe.drupal");
            assertThat(subjectsAt(BACKEND))
                    .containsExactlyInAnyOrder("stripe.drupal", "stripe.drupal.not.this", "mail.reset.password");
        }
    }

    @Test
    void aDestinationIsAddedByAFileAlone() throws Exception {
        try (ForwarderProcess forwarder = startReady()) {
            publish("loyalty.points", "\"before\"");
            patiently().until(() -> sink.received.size() == 1);
            Files.writeString(folder.resolve("40-partner.yml"), """
                    subscriptions:
                      - name: partner
                        subject: "loyalty.*"
                        consumer: partner-consumer
                        webhook: { url: "${MAILER_WEBHOOK_URL}/partner" }
                    """);
            patiently().until(() -> sink.received.size() == 2);

            assertThat(forwarder.isReady()).isTrue();
            assertThat(subjectsAt(MAILER + "/partner")).containsExactly("loyalty.points");
        }
    }

    @Test
    void triesAgainAfterClientErrorsAndServerErrorsAlike() throws Exception {
        Path drupal = folder.resolve("30-stripe-drupal.yml");
        Files.writeString(drupal, Files.readString(drupal).replace("backoff: \"2s\"", "backoff: \"10ms\""));
        Files.delete(folder.resolve("10-backend.yml"));
        try (ForwarderProcess forwarder = startReady()) {
            publish("stripe.drupal", "\"answer 404\"");
            publish("stripe.drupal", "\"answer 500\"");
            patiently().until(() -> deadLetters() == 2);

            assertThat(forwarder.isReady()).isTrue();
            assertThat(sink.bodies()).filteredOn(body -> body.contains("404")).hasSize(4);
            assertThat(sink.bodies()).filteredOn(body -> body.contains("500")).hasSize(4);
        }
    }

    private ForwarderProcess startReady() throws IOException {
        ForwarderProcess forwarder = ForwarderProcess.start(folder, environment());
        try {
            patiently().until(forwarder::isReady);
            return forwarder;
        } catch (RuntimeException notReady) {
            forwarder.close();
            throw notReady;
        }
    }

    private Map<String, String> environment() throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of("NATS_URL", nats.url()));
        for (String line : Files.readAllLines(SHIPPED.resolve("demo.env"))) {
            if (!line.startsWith("#")) {
                String[] variable = line.split("=", 2);
                environment.put(variable[0], variable[1].replace("http://localhost:8083", sink.origin()));
            }
        }
        return environment;
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(60));
    }

    private void publish(String subject, String data) throws Exception {
        PublishOptions once = PublishOptions.builder()
                .messageId("id-" + subject + (data.startsWith("{") ? "" : data))
                .build();
        connection.jetStream().publish(subject, data.getBytes(StandardCharsets.UTF_8), once);
    }

    private List<JsonNode> at(String path) {
        return sink.received.stream()
                .filter(received -> received.path().equals(path))
                .map(received -> json(received.body()))
                .toList();
    }

    private List<String> subjectsAt(String path) {
        return at(path).stream()
                .map(envelope -> envelope.at("/subject").asText())
                .toList();
    }

    private String headerAt(String path, String header) {
        return sink.received.stream()
                .filter(received -> received.path().equals(path))
                .findFirst()
                .orElseThrow()
                .headers()
                .getFirst(header);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    private long deadLetters() throws Exception {
        return connection
                .jetStreamManagement()
                .getStreamInfo("DLQ")
                .getStreamState()
                .getMsgCount();
    }
}
