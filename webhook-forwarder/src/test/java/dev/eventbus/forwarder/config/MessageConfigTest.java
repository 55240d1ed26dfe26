package dev.eventbus.forwarder.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.webhook.EnvelopeFormat;
import dev.eventbus.webhook.StatusRules;
import dev.eventbus.webhook.StatusSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent, and what an answer means. */
class MessageConfigTest {
    private static final String SECRET = "whsec_" + "A".repeat(32);

    @TempDir
    Path folder;

    @Test
    void sendsTheStandardEnvelopeUnsignedAndRetriesUnlessToldOtherwise() throws IOException {
        SubscriptionConfig config = load("");

        assertThat(config.message()).isEqualTo(new SubscriptionConfig.Message(EnvelopeFormat.STANDARD, null));
        assertThat(config.rules()).isEqualTo(StatusRules.RETRY_ALL);
    }

    @ParameterizedTest
    @CsvSource({"standard, STANDARD", "cloudevents, CLOUDEVENTS", "cloudevents-binary, CLOUDEVENTS_BINARY", "raw, RAW"})
    void wrapsAsTold(String name, EnvelopeFormat format) throws IOException {
        assertThat(load("envelope: " + name).message().envelope()).isEqualTo(format);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "signing: { secret: \"${SECRET}\" } | 1",
                "signing: { secrets: [\"${SECRET}\", \"${SECRET}\"] } | 2"
            })
    void signsWithOneSecretOrSeveralAndNeverShowsThem(String line, int secrets) throws IOException {
        SubscriptionConfig config = load(line);

        assertThat(config.message().signer()).hasToString("Signer[secrets=" + secrets + "]");
        assertThat(config.toString()).doesNotContain("AAAA");
    }

    @Test
    void readsWhichStatusesAreFinal() throws IOException {
        SubscriptionConfig config = load("retry_on: [404, 409]\n    fail_on: [5xx, 422]\n    strict_4xx: true");

        assertThat(config.rules())
                .isEqualTo(new StatusRules(
                        StatusSet.parse(List.of("404", "409")), StatusSet.parse(List.of("5xx", "422")), true));
    }

    private SubscriptionConfig load(String line) throws IOException {
        Files.writeString(folder.resolve("x.yml"), """
                subscriptions:
                  - name: a
                    subject: ">"
                    consumer: a-consumer
                    webhook:
                      url: http://localhost/
                """ + "    " + line + "\n");
        return ConfigFolder.load(folder, Map.of("SECRET", SECRET)).enabled().getFirst();
    }
}
