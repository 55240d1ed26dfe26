package dev.eventbus.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.nats.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that the process says holds a secret, whatever goes wrong. */
class SecretsIT {
    private static final String TOKEN = "hush-administrator";
    private static final String SIGNING = "aHVzaC1zaWduaW5nLXNlY3JldC0wMTIzNDU2Nzg5";
    private static final List<String> SECRETS =
            List.of(TOKEN, SIGNING, "hush-nats", "hush-header", "hush-file", "hush-changed", "hush-path", "hush-query");

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void noSecretIsToldByLogsAnswersMetricsOrVerbs() throws Exception {
        Path file = Files.writeString(elsewhere.resolve("token"), "hush-file\n");
        environment.putAll(Map.of(
                "FORWARDER_ADMIN_TOKEN",
                TOKEN,
                "HEADER",
                "hush-header",
                "SIGNING",
                "whsec_" + SIGNING,
                "QUARKUS_LOG_CATEGORY__DEV_EVENTBUS__LEVEL",
                "DEBUG"));
        Map<String, String> said = new LinkedHashMap<>();
        try (NatsServer nats = NatsServer.builder()
                        .configuration("authorization { user: forwarder, password: hush-nats }")
                        .start();
                Sink sink = Sink.start()) {
            String natsUrl = nats.url().replace("nats://", "nats://forwarder:hush-nats@");
            environment.put("NATS_URL", natsUrl);
            configure(sink.url(), file);
            said("plan before", run("plan"), said);
            try (Connection connection = Nats.connect(natsUrl);
                    ForwarderProcess forwarder = ForwarderProcess.start(folder, environment)) {
                patiently().until(forwarder::isReady);
                connection.jetStream().publish("s.taken", "\"taken\"".getBytes(StandardCharsets.UTF_8));
                patiently().until(() -> sink.received.size() == 1);
                assertThat(sink.received.getFirst().authorization()).isEqualTo("Bearer hush-header hush-file");

                Files.writeString(file, "hush-changed\n");
                patiently().until(() -> forwarder.output().contains("Changed to the configuration as it is now"));
                connection.jetStream().publish("s.refused", "\"fail\"".getBytes(StandardCharsets.UTF_8));
                patiently().until(() -> sink.received.size() >= 3);
                assertThat(sink.received.getLast().authorization()).isEqualTo("Bearer hush-header hush-changed");

                Files.write(file, new byte[] {'h', 'u', 's', 'h', '-', 'f', 'i', 'l', 'e', (byte) 0xff});
                patiently().until(() -> forwarder.get("/metrics").contains("forwarder_config_valid 0.0"));
                for (String path : new String[] {
                    "/admin/subscriptions", "/admin/subscriptions/one", "/admin/dead-letters", "/admin/dead-letters/1"
                }) {
                    said.put(path, forwarder.send("GET", path, TOKEN, null).body());
                }
                said.put(
                        "reload",
                        forwarder.send("POST", "/admin/reload", TOKEN, null).body());
                said.put(
                        "replay",
                        forwarder
                                .send("POST", "/admin/dead-letters/1/replay", TOKEN, null)
                                .body());
                said.put("metrics", forwarder.get("/metrics"));
                said.put("health", forwarder.get("/healthz"));
                said.put("openapi", forwarder.get("/openapi"));
                said("broken", run("validate"), said);
                Files.writeString(file, "hush-file\n");
                said("validate", run("validate"), said);
                said("plan", run("plan"), said);
                said("send-test", run("send-test", "one", "--data", "\"fail\""), said);
                nats.close();
                patiently().until(() -> !forwarder.isReady());
                said("plan without NATS", run("plan"), said);
                said.put("logs", forwarder.output());
            }
        }

        assertThat(said.get("logs")).contains("Started a subscription", "Delivery");
        said.forEach((where, what) -> assertThat(what).as(where).isNotBlank().doesNotContain(SECRETS));
    }

    private void configure(String url, Path file) throws Exception {
        Files.writeString(folder.resolve("a.yml"), """
                streams:
                  - { name: S, subjects: ["s.>"] }
                subscriptions:
                  - name: one
                    subject: s.>
                    consumer: one
                    retries: 1
                    backoff: 100ms
                    webhook:
                      url: "URL/hush-path?key=hush-query"
                      headers: { Authorization: "Bearer ${HEADER} ${file:FILE}" }
                      signing: { secret: "${SIGNING}" }
                """.replace("URL", url).replace("FILE", file.toString()));
    }

    private ForwarderCommand run(String... arguments) throws Exception {
        return ForwarderCommand.run(folder, environment, arguments);
    }

    private static void said(String where, ForwarderCommand command, Map<String, String> said) {
        said.put(where, command.out() + command.err());
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(60));
    }
}
