package dev.eventbus.forwarder.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.eventbus.forwarder.config.SubscriptionConfig.Ordering;
import dev.eventbus.nats.StreamSpec.Storage;
import dev.eventbus.transport.StartAt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFolderTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("DRUPAL_STRIPE_WEBHOOK_URL", "http://hns_nginx/stripe-webhook", "DRUPAL_WEBHOOK_SECRET", "s3cret");
    private static final String MINIMAL = """
            subscriptions:
              - name: a
                subject: ">"
                consumer: a-consumer
                webhook:
                  url: http://localhost/
            """;

    @TempDir
    Path folder;

    @Test
    void loadsTheContractUnchanged() throws IOException {
        copy("contract.yml");

        assertStripeDrupal(load());
    }

    @Test
    void acceptsTheTuningInsideTheWebhookToo() throws IOException {
        copy("contract.yml");
        Path file = folder.resolve("contract.yml");
        String flat =
                Files.readString(file).replaceAll("(?m)^    (retries|backoff|max_concurrency|ack_wait):", "      $1:");
        Files.writeString(file, flat);

        assertThat(flat).contains("\n      retries: 3");
        assertStripeDrupal(load());
    }

    @Test
    void acceptsTheTimeoutBesideTheWebhookToo() throws IOException {
        copy("contract.yml");
        Path file = folder.resolve("contract.yml");
        String flat = Files.readString(file).replace("      timeout:", "    timeout:");
        Files.writeString(file, flat);

        assertThat(flat).contains("\n    timeout:");
        assertStripeDrupal(load());
    }

    private static void assertStripeDrupal(ForwarderConfig config) {
        assertThat(config.streams()).singleElement().satisfies(stream -> {
            assertThat(stream.name()).isEqualTo("hns_ticketing_events");
            assertThat(stream.subjects()).hasSize(10).startsWith("ticket.>").endsWith("stripe.>");
            assertThat(stream.maxAge()).isEqualTo(Duration.ofHours(72));
            assertThat(stream.storage()).isEqualTo(Storage.FILE);
            assertThat(stream.replicas()).isEqualTo(1);
        });
        SubscriptionConfig subscription = config.enabled().getFirst();
        assertThat(config.subscriptions()).hasSize(1);
        assertThat(subscription.name()).isEqualTo("stripe-drupal");
        assertThat(subscription.source())
                .isEqualTo(new SubscriptionConfig.Source(
                        "hns_ticketing_events",
                        "stripe.drupal",
                        "stripe-drupal-consumer",
                        StartAt.all(),
                        Ordering.NONE));
        assertThat(subscription.endpoint().url().host()).isEqualTo("hns_nginx");
        assertThat(subscription.endpoint().headers()).isEqualTo(Map.of("Authorization", "Bearer s3cret"));
        assertThat(subscription.endpoint().timeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(delays(subscription)).containsExactly("2s", "4s", "8s");
        assertThat(subscription.pace())
                .isEqualTo(new SubscriptionConfig.Pace(50, Duration.ofSeconds(120), null, PaceReader.USUAL_BREAKER));
    }

    @Test
    void fillsInDefaults() throws IOException {
        write("a.yml", MINIMAL);

        SubscriptionConfig subscription = load().subscriptions().getFirst();

        assertThat(subscription.enabled()).isTrue();
        assertThat(subscription.source().stream()).isNull();
        assertThat(subscription.source().start()).isEqualTo(StartAt.all());
        assertThat(subscription.source().ordering()).isEqualTo(Ordering.NONE);
        assertThat(subscription.endpoint().timeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(subscription.pace())
                .isEqualTo(new SubscriptionConfig.Pace(10, Duration.ofSeconds(120), null, PaceReader.USUAL_BREAKER));
        assertThat(delays(subscription)).containsExactly("2s", "4s", "8s");
    }

    @Test
    void givesALongTimeoutALongerAckWaitByDefault() throws IOException {
        write("a.yml", MINIMAL + "    timeout: 3m\n");

        assertThat(load().subscriptions().getFirst().pace().ackWait()).isEqualTo(Duration.ofSeconds(190));
    }

    @Test
    void readsEveryFurtherKeyItAccepts() throws IOException {
        write("a.yml", MINIMAL + """
                    enabled: no
                    start: 2026-11-21T08:00:00Z
                    retries: 4
                    backoff: 1500ms
                    max_backoff: 4s
                    jitter: 0
                    envelope: standard
                    ordering: subject
                """.replace("    ", "    "));

        SubscriptionConfig subscription = load().subscriptions().getFirst();

        assertThat(load().enabled()).isEmpty();
        assertThat(subscription.source().ordering()).isEqualTo(Ordering.SUBJECT);
        assertThat(subscription.source().start()).isEqualTo(StartAt.time(Instant.parse("2026-11-21T08:00:00Z")));
        assertThat(delays(subscription)).containsExactly("1500ms", "3s", "4s", "4s");
    }

    @Test
    void readsFilesInTheOrderOfTheirNames() throws IOException {
        write("20-b.yaml", MINIMAL.replace("name: a", "name: second").replace("a-consumer", "c2"));
        write("10-b.yml", MINIMAL.replace("name: a", "name: first").replace("a-consumer", "c1"));
        write("30-c.yml.off", "not read: [");
        write(".40-hidden.yml", "not read: [");
        write("50-empty.yml", "# nothing yet\n");

        assertThat(load().subscriptions()).map(SubscriptionConfig::name).containsExactly("first", "second");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${HOST}                | h",
                "${NONE:-d}             | d",
                "${EMPTY:-d}            | d",
                "${HOST:-d}             | h",
                "${NONE:-}x             | x",
                "a${HOST}b${HOST}c      | ahbhc",
                "$${HOST}               | ${HOST}",
                "${BRACES}              | ${HOST}",
                "$HOST $ {HOST} 5$      | $HOST $ {HOST} 5$",
                "${INJECT}              | x: y # z",
            })
    void substitutesVariablesOnceAfterParsing(String written, String read) throws IOException {
        write("a.yml", MINIMAL + "      headers: { X-Value: \"" + written + "\" }\n");
        Map<String, String> environment = Map.of("HOST", "h", "EMPTY", "", "BRACES", "${HOST}", "INJECT", "x: y # z");

        SubscriptionConfig subscription =
                ConfigFolder.load(folder, environment).subscriptions().getFirst();

        assertThat(subscription.endpoint().headers()).containsEntry("X-Value", read);
    }

    @Test
    void substitutesNumbersAndDurationsToo() throws IOException {
        write("a.yml", MINIMAL + "    retries: ${N:-2}\n    backoff: \"${D:-1s}\"\n    enabled: ${E:-true}\n");

        assertThat(delays(load().subscriptions().getFirst())).containsExactly("1s", "2s");
    }

    @Test
    void tellsAllProblemsOfAllFilesAtOnce() throws IOException {
        write("10.yml", MINIMAL.replace("subject:", "subjekt:"));
        write("20.yml", "subscriptions: [\n");
        write("30.yml", MINIMAL + "    retries: many\n    backoff: soon\n");

        List<String> lines = problems();

        assertThat(lines).hasSize(5);
        assertThat(lines).filteredOn(line -> line.contains("10.yml:")).hasSize(2);
        assertThat(lines)
                .filteredOn(line -> line.contains("20.yml:2:1: not valid YAML"))
                .hasSize(1);
        assertThat(lines)
                .filteredOn(line -> line.contains("30.yml:7:14: retries"))
                .hasSize(1);
        assertThat(lines)
                .filteredOn(line -> line.contains("30.yml:8:14: backoff"))
                .hasSize(1);
    }

    @Test
    void findsDuplicatesAcrossFiles() throws IOException {
        write("10.yml", MINIMAL);
        write("20.yml", MINIMAL);

        assertThat(problems())
                .containsExactly(
                        at("20.yml:2:11: ") + "duplicate subscription \"a\", first at " + at("10.yml:2:11")
                                + "; give it another name",
                        at("20.yml:4:15: ") + "duplicate consumer \"a-consumer\", first at " + at("10.yml:4:15")
                                + "; give it another consumer");
    }

    @Test
    void neverShowsWhatAVariableStandsFor() throws IOException {
        write("a.yml", MINIMAL.replace("http://localhost/", "\"${SECRET}\"") + """
                      headers: { X-Key: "${SECRET}" }
                    retries: "${SECRET}"
                    backoff: "${SECRET}"
                    start: "${SECRET}"
                    stream: "${SECRET}"
                """);

        BrokenConfigException broken = catchThrowableOfType(
                BrokenConfigException.class,
                () -> ConfigFolder.load(folder, Map.of("SECRET", "hunter2\r\nX-Injected: 1")));

        assertThat(broken.lines()).hasSize(5);
        assertThat(broken).hasMessageNotContaining("hunter2");
    }

    @Test
    void refusesAMissingFolderALargeFileAndAnEncodingThatIsNotUtf8() throws IOException {
        BrokenConfigException missing = catchThrowableOfType(
                BrokenConfigException.class, () -> ConfigFolder.load(folder.resolve("none"), Map.of()));
        write("large.yml", "# " + "x".repeat(256 * 1024));
        Files.write(folder.resolve("latin1.yml"), new byte[] {'#', (byte) 0xE9});

        assertThat(missing).hasMessageContaining("set FORWARDER_CONFIG_DIR");
        assertThat(problems()).hasSize(2);
        assertThat(problems().getFirst()).contains("large.yml: must be at most 256 KiB");
        assertThat(problems().getLast()).contains("latin1.yml: must be UTF-8");
    }

    private static List<String> delays(SubscriptionConfig subscription) {
        return IntStream.range(1, subscription.retry().policy().maxAttempts())
                .mapToObj(failed -> subscription.retry().policy().delayAfter(failed, new Random(1)))
                .map(DurationText::write)
                .toList();
    }

    private ForwarderConfig load() {
        return ConfigFolder.load(folder, ENVIRONMENT);
    }

    private List<String> problems() {
        return catchThrowableOfType(BrokenConfigException.class, this::load).lines();
    }

    private String at(String place) {
        return folder + "/" + place;
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private void copy(String resource) throws IOException {
        try (var in = ConfigFolderTest.class.getResourceAsStream("/" + resource)) {
            Files.copy(java.util.Objects.requireNonNull(in), folder.resolve(resource));
        }
    }
}
