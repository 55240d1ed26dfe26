package dev.eventbus.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.nats.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What is under {@code /admin} of the packaged process, and who gets there. */
class AdminIT {
    private static final String TOKEN = "token-of-an-administrator";
    private static NatsServer nats;

    @TempDir
    Path folder;

    @BeforeAll
    static void startNats() {
        nats = NatsServer.start();
    }

    @AfterAll
    static void stopNats() {
        nats.close();
    }

    @Test
    void letsNobodyInWithoutTheToken() throws Exception {
        try (ForwarderProcess forwarder = start(Map.of("FORWARDER_ADMIN_TOKEN", TOKEN))) {
            Map<String, Map<String, ?>> paths = paths(forwarder);
            assertThat(paths).isNotEmpty();
            paths.forEach((path, methods) -> methods.keySet().forEach(method -> {
                String filled = path.replaceAll("\\{[^}]*}", "1");
                for (String wrong : new String[] {null, "token-of-an-administratoR", TOKEN + "x", "x"}) {
                    var refused = forwarder.send(method.toUpperCase(Locale.ROOT), filled, wrong, null);
                    assertThat(refused.statusCode()).as(method + " " + path).isEqualTo(401);
                    assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
                    assertProblem(refused, "UNAUTHENTICATED");
                }
            }));
            for (String odd : new String[] {
                "/admin/subscriptions/", "//admin/subscriptions", "/admin;a=b/subscriptions;x=1",
                        "/%61dmin/subscriptions",
                "/admin/./subscriptions", "/x/../admin/subscriptions", "/ADMIN/subscriptions", "/admin%2Fsubscriptions"
            }) {
                assertThat(forwarder.send("GET", odd, null, null).statusCode())
                        .as(odd)
                        .isGreaterThanOrEqualTo(400);
            }
            assertThat(forwarder
                            .send("GET", "/admin/subscriptions", TOKEN, null)
                            .statusCode())
                    .isEqualTo(200);
            assertProblem(forwarder.send("GET", "/admin/nothing", TOKEN, null), "NOT_FOUND");
            assertProblem(forwarder.send("DELETE", "/admin/subscriptions", TOKEN, null), "METHOD_NOT_ALLOWED");
            assertThat(forwarder.output()).doesNotContain(TOKEN);
        }
    }

    @Test
    void isOffWithoutAToken() throws Exception {
        try (ForwarderProcess forwarder = start(Map.of())) {
            HttpResponse<String> off = forwarder.send("GET", "/admin/subscriptions", TOKEN, null);

            assertThat(off.statusCode()).isEqualTo(404);
            assertProblem(off, "ADMIN_OFF");
            assertThat(off.body()).contains("set FORWARDER_ADMIN_TOKEN");
        }
    }

    @Test
    void doesNotStartWithATokenThatNoHeaderCanCarry() throws Exception {
        configure();
        try (ForwarderProcess forwarder =
                ForwarderProcess.start(folder, Map.of("FORWARDER_ADMIN_TOKEN", "no words, please"))) {
            assertThat(forwarder.exitCode()).isEqualTo(78);
            assertThat(forwarder.output())
                    .contains("FORWARDER_ADMIN_TOKEN: must be 1 to 1024")
                    .doesNotContain("no words, please");
        }
    }

    @Test
    void showsHowFarEachSubscriptionIsAndWhoIsLeftOver() throws Exception {
        try (Connection connection = Nats.connect(nats.url());
                ForwarderProcess forwarder = start(Map.of("FORWARDER_ADMIN_TOKEN", TOKEN))) {
            connection
                    .jetStreamManagement()
                    .addOrUpdateConsumer(
                            "A",
                            ConsumerConfiguration.builder()
                                    .durable("left-over")
                                    .ackPolicy(AckPolicy.Explicit)
                                    .build());
            connection.jetStream().publish("a.x", new byte[] {'1'});
            Files.writeString(folder.resolve("b.yml"), """
                    subscriptions:
                      - { name: idle, enabled: false, subject: a.y, consumer: idle, webhook: { url: "http://127.0.0.1:9/" } }
                    """);

            HttpResponse<String> reloaded = forwarder.send("POST", "/admin/reload", TOKEN, null);
            assertThat(reloaded.statusCode()).isEqualTo(200);
            assertThat(reloaded.body()).isEqualTo("{\"subscriptions\":2,\"enabled\":1,\"streams\":1}");

            patiently()
                    .untilAsserted(() -> assertThat(forwarder
                                    .send("GET", "/admin/subscriptions", TOKEN, null)
                                    .body())
                            .contains("{\"name\":\"one\",\"enabled\":true,\"bound\":true,\"state\":\"running\"")
                            .contains("\"stream\":\"A\",\"subject\":\"a.>\",\"consumer\":\"one\"")
                            .contains("\"lag\":1,\"unsettled\":1")
                            .containsPattern("\"oldestPendingSeconds\":\\d+\\.\\d+")
                            .contains("{\"name\":\"idle\",\"enabled\":false,\"bound\":false,\"state\":\"stopped\"")
                            .contains("\"orphans\":[{\"stream\":\"A\",\"consumer\":\"left-over\",\"pending\":1"));
            assertThat(forwarder
                            .send("GET", "/admin/subscriptions/one", TOKEN, null)
                            .body())
                    .startsWith("{\"name\":\"one\"");
            assertProblem(forwarder.send("GET", "/admin/subscriptions/none", TOKEN, null), "NOT_FOUND");
            assertThat(forwarder.get("/metrics"))
                    .contains("eventbus_consumer_lag{durable=\"one\"} 1.0")
                    .contains("forwarder_oldest_pending_seconds{subscription=\"one\"}");
            assertThat(forwarder.output())
                    .containsOnlyOnce("Found a durable consumer that no subscription names")
                    .contains("nats consumer rm A left-over");
            connection.jetStreamManagement().deleteConsumer("A", "left-over");
        }
    }

    @Test
    void pausesAndResumesASubscription() throws Exception {
        try (ForwarderProcess forwarder = start(Map.of("FORWARDER_ADMIN_TOKEN", TOKEN))) {
            String path = "/admin/subscriptions/one";
            HttpResponse<String> paused =
                    forwarder.send("POST", path + "/pause", TOKEN, "{\"reason\":\"moving house\"}");
            assertThat(paused.statusCode()).as(paused.body()).isEqualTo(200);
            assertThat(paused.body())
                    .contains("\"state\":\"paused\",\"pause\":{\"reason\":\"moving house\",\"since\":\"20");
            assertThat(forwarder.send("POST", path + "/resume", TOKEN, null).body())
                    .contains("\"state\":\"running\",\"pause\":null")
                    .contains("\"breaker\":\"closed\"");
            assertThat(forwarder.send("POST", path + "/pause", TOKEN, null).body())
                    .contains("\"reason\":\"paused by an administrator\"");
            forwarder.send("POST", path + "/resume", TOKEN, null);

            assertThat(forwarder
                            .send("POST", "/admin/subscriptions/none/pause", TOKEN, null)
                            .statusCode())
                    .isEqualTo(404);
            for (String body : new String[] {
                "{", "[]", "1", "{\"reason\":{}}", "{\"raeson\":\"x\"}", "{\"reason\":\"" + "x".repeat(201) + "\"}"
            }) {
                HttpResponse<String> refused = forwarder.send("POST", path + "/pause", TOKEN, body);
                assertThat(refused.statusCode()).as(body).isEqualTo(400);
                assertProblem(refused, "INVALID_REQUEST");
            }
            assertThat(forwarder.send("GET", path, TOKEN, null).body()).contains("\"state\":\"running\"");
            assertThat(forwarder
                            .send("POST", path + "/pause", TOKEN, "why not", "text/plain")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(forwarder
                            .send("POST", path + "/pause", TOKEN, "{\"reason\":\"by curl\"}", "text/plain")
                            .body())
                    .contains("\"reason\":\"by curl\"");
            forwarder.send("POST", path + "/resume", TOKEN, null);
        }
    }

    @Test
    void doesNotTakeAnEmptiedFolderForAWishToStopEverything() throws Exception {
        try (ForwarderProcess forwarder = start(Map.of("FORWARDER_ADMIN_TOKEN", TOKEN));
                Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yml")).toList()) {
                Files.delete(file);
            }

            HttpResponse<String> refused = forwarder.send("POST", "/admin/reload", TOKEN, null);

            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("FORWARDER_CONFIG_DIR", "hold no subscription any more");
            assertThat(forwarder.isReady()).isTrue();
            assertThat(forwarder
                            .send("GET", "/admin/subscriptions/one", TOKEN, null)
                            .body())
                    .contains("\"state\":\"running\"");
        }
    }

    @Test
    void tellsEverythingThatIsWrongWithTheFilesAndGoesOnWithWhatRan() throws Exception {
        try (ForwarderProcess forwarder = start(Map.of("FORWARDER_ADMIN_TOKEN", TOKEN))) {
            Path broken = Files.writeString(folder.resolve("b.yml"), "subscriptions:\n  - { name: x }\n  - 1\n");

            HttpResponse<String> refused = forwarder.send("POST", "/admin/reload", TOKEN, null);

            assertThat(refused.statusCode()).isEqualTo(422);
            assertProblem(refused, "BROKEN_CONFIGURATION");
            assertThat(refused.body())
                    .contains("{\"field\":\"" + broken + ":2:5\",\"message\":\"missing key")
                    .contains("{\"field\":\"" + broken + ":3:5\"");
            assertThat(forwarder.isReady()).isTrue();
            assertThat(forwarder.get("/metrics")).contains("forwarder_config_valid 0.0");
            assertThat(forwarder
                            .send("GET", "/admin/subscriptions", TOKEN, null)
                            .body())
                    .contains("\"one\"");
        }
    }

    private static void assertProblem(HttpResponse<String> refused, String code) {
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.body()).contains("\"code\":\"" + code + "\"").contains("\"status\":" + refused.statusCode());
    }

    private static Map<String, Map<String, ?>> paths(ForwarderProcess forwarder) {
        Map<String, Map<String, Map<String, ?>>> openapi =
                new Yaml().load(forwarder.send("GET", "/openapi", null, null).body());
        return openapi.get("paths");
    }

    private ForwarderProcess start(Map<String, String> environment) throws Exception {
        configure();
        Map<String, String> all = new HashMap<>(environment);
        all.put("NATS_URL", nats.url());
        ForwarderProcess forwarder = ForwarderProcess.start(folder, all);
        patiently().until(forwarder::isReady);
        return forwarder;
    }

    private void configure() throws Exception {
        Files.writeString(folder.resolve("a.yml"), """
                streams:
                  - { name: A, subjects: ["a.>"] }
                subscriptions:
                  - name: one
                    subject: a.>
                    consumer: one
                    backoff: 10m
                    webhook: { url: "http://127.0.0.1:9/one" }
                """);
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(60));
    }
}
