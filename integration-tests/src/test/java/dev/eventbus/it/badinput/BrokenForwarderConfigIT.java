package dev.eventbus.it.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.it.SharedStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokenForwarderConfigIT {

    private static final String GOOD = """
            subscriptions:
              - name: orders
                subject: "orders.>"
                consumer: orders-consumer
                webhook:
                  url: "http://localhost:9/orders"
                  timeout: "15s"
            """;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{1} instead of {0} is an error at {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    name: orders         | name: [orders                    | 20-broken.yml:3
                    consumer:            | consumr:                         | 20-broken.yml:4:5
                    "15s"                | "soon"                           | 20-broken.yml:7:16
                    "15s"                | "15s"\\n    ack_wait: "16s"      | 20-broken.yml:8
                    "15s"                | "15s"\\n    retries: many        | 20-broken.yml:8:14
                    //localhost:9/orders | //${NOT_SET_ANYWHERE}/           | 20-broken.yml:6:12
                    """)
    void itRefusesToStartAndNamesTheFileAndThePlace(String right, String wrong, String place) throws Exception {
        String broken = GOOD.replace(right, wrong.replace("\\n", "\n"));
        assertThat(broken).isNotEqualTo(GOOD);
        Files.writeString(folder.resolve("20-broken.yml"), broken);

        Process forwarder = start();

        assertThat(forwarder.waitFor(60, TimeUnit.SECONDS))
                .as("it ended by itself")
                .isTrue();
        assertThat(forwarder.exitValue()).isNotZero();
        assertThat(Files.readString(folder.resolve("log"))).contains(place);
    }

    private Process start() throws IOException {
        Path jar = SharedStack.project().resolve("webhook-forwarder/target/quarkus-app/quarkus-run.jar");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(java.toString(), "-Xmx256m", "-jar", jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "HTTP_PORT", "0", "FORWARDER_CONFIG_DIR", folder.toString(), "NATS_URL", "nats://localhost:1"));
        return builder.start();
    }
}
