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
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changed files are picked up while the process runs. */
class ForwarderReloadIT {
    @TempDir
    Path folder;

    @Test
    void goesOnWithChangedFilesAndNotWithBrokenOnes() throws Exception {
        try (NatsServer nats = NatsServer.start();
                Connection connection = Nats.connect(nats.url());
                Sink first = Sink.start();
                Sink second = Sink.start()) {
            write("streams.yml", "streams:\n  - { name: R, subjects: [\"r.>\"] }\n");
            subscription("kept", first);
            subscription("moved", first);
            subscription("removed", first);
            try (ForwarderProcess forwarder = ForwarderProcess.start(folder, Map.of("NATS_URL", nats.url()))) {
                patiently().until(forwarder::isReady);

                subscription("moved", second);
                subscription("added", second);
                Files.delete(folder.resolve("removed.yml"));
                patiently().until(() -> forwarder.get("/healthz").contains("subscription added"));
                patiently().until(forwarder::isReady);
                assertThat(forwarder.get("/healthz")).doesNotContain("subscription removed");
                for (String name : new String[] {"kept", "moved", "added", "removed"}) {
                    connection.jetStream().publish("r." + name, name.getBytes(StandardCharsets.UTF_8));
                }
                patiently().until(() -> first.received.size() + second.received.size() == 3);
                assertThat(first.bodies()).singleElement().asString().contains("r.kept");
                assertThat(second.bodies())
                        .hasSize(2)
                        .allMatch(body -> body.contains("moved") || body.contains("added"));
                assertThat(connection.jetStreamManagement().getConsumerNames("R"))
                        .as("its place is kept")
                        .contains("removed");
                assertThat(forwarder.output()).containsOnlyOnce("Started a subscription name=kept");

                write("broken.yml", "subscriptions: none\n");
                patiently().until(() -> forwarder.get("/metrics").contains("forwarder_config_valid 0.0"));
                assertThat(forwarder.isReady()).isTrue();
                connection.jetStream().publish("r.kept", "again".getBytes(StandardCharsets.UTF_8));
                patiently().until(() -> first.received.size() == 2);

                Files.delete(folder.resolve("broken.yml"));
                patiently().until(() -> forwarder.get("/metrics").contains("forwarder_config_valid 1.0"));
                assertThat(forwarder.output()).contains("broken.yml:1:16");
            }
        }
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(60));
    }

    private void subscription(String name, Sink sink) throws Exception {
        write(name + ".yml", """
                subscriptions:
                  - name: NAME
                    subject: r.NAME
                    consumer: NAME
                    webhook: { url: "URL" }
                """.replace("NAME", name).replace("URL", sink.url()));
    }

    private void write(String file, String text) throws Exception {
        Files.writeString(folder.resolve(file), text);
    }
}
