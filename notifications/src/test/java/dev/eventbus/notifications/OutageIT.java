package dev.eventbus.notifications;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.Event;
import dev.eventbus.json.EventCodec;
import dev.eventbus.nats.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.ConsumerInfo;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process starts before everything it needs, and the database leaves in the middle of the work. */
@QuarkusTest
@TestProfile(OutageIT.NothingThere.class)
class OutageIT {
    private static final String LIST = "/api/workspaces/demo/notifications";
    private static final Duration SOON = Duration.ofSeconds(30);

    @ConfigProperty(name = "notifier.nats.url")
    URI natsUrl;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String jdbcUrl;

    @TempDir
    Path data;

    /** Ports at which nothing listens. */
    public static final class NothingThere implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try (ServerSocket nats = new ServerSocket(0);
                    ServerSocket postgres = new ServerSocket(0)) {
                return Map.of(
                        "notifier.nats.url",
                        "nats://127.0.0.1:" + nats.getLocalPort(),
                        "notifier.internal.secret",
                        NotifierResources.SECRET,
                        "quarkus.datasource.jdbc.url",
                        "jdbc:postgresql://127.0.0.1:" + postgres.getLocalPort() + "/postgres",
                        "quarkus.datasource.username",
                        "postgres",
                        "quarkus.datasource.password",
                        "postgres",
                        "quarkus.http.test-port",
                        "0");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private EmbeddedPostgres postgres() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(URI.create(jdbcUrl.substring("jdbc:".length())).getPort())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .start();
    }

    private static void store(Connection nats, String text) throws Exception {
        Event event = Events.event(
                "evt-" + text,
                "conversation.message_posted",
                "{\"participants\":[\"bob\"],\"text\":\"" + text + "\"}",
                "ann");
        nats.jetStream().publish(event.topic().toString(), EventCodec.encode(event));
    }

    private static Response list() {
        return given().header(
                        "Authorization",
                        "Bearer " + GatewayToken.of("bob", "demo").signedWith(NotifierResources.SECRET))
                .get(LIST);
    }

    private static void awaitBodies(String... newestFirst) {
        await().atMost(SOON).untilAsserted(() -> {
            Response answer = list();
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.<List<String>>path("items.body")).containsExactly(newestFirst);
        });
    }

    private static void awaitReady(int status) {
        await().atMost(SOON).until(() -> given().get("/healthz").statusCode() == status);
    }

    @Test
    void startsBeforeItsServersAndLosesNothingWhileTheDatabaseIsAway() throws Exception {
        assertThat(given().get("/livez").statusCode()).isEqualTo(200);
        assertThat(given().get("/healthz").statusCode()).isEqualTo(503);
        Response without = list();
        assertThat(without.statusCode()).isEqualTo(503);
        assertThat(without.header("Retry-After")).isEqualTo("5");

        EmbeddedPostgres first = postgres();
        awaitBodies();
        assertThat(given().get("/healthz").statusCode()).isEqualTo(503);

        try (NatsServer server = NatsServer.builder().port(natsUrl.getPort()).start()) {
            awaitReady(200);
            try (Connection nats = Nats.connect(server.url())) {
                store(nats, "before");
                awaitBodies("before");

                first.close();
                store(nats, "meanwhile");
                await().atMost(SOON).until(() -> consumer(nats).getRedelivered() > 0);
                awaitReady(503);
                assertThat(list().statusCode()).isEqualTo(503);

                EmbeddedPostgres second = postgres();
                awaitBodies("meanwhile", "before");
                awaitReady(200);
                await().atMost(SOON).until(() -> consumer(nats).getNumAckPending() == 0);
                assertThat(nats.jetStreamManagement()
                                .getStreamInfo("DLQ")
                                .getStreamState()
                                .getMsgCount())
                        .isZero();
                second.close();
            }
        } finally {
            first.close();
        }
    }

    private static ConsumerInfo consumer(Connection nats) throws Exception {
        return nats.jetStreamManagement().getConsumerInfo("EVENTS", Intake.DURABLE);
    }
}
