package dev.eventbus.forwarder.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.forwarder.config.SubscriptionConfig.Pace;
import dev.eventbus.webhook.BreakerSettings;
import dev.eventbus.webhook.RateLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceConfigTest {
    @TempDir
    Path folder;

    @Test
    void hasABreakerAndNoLimitUnlessToldOtherwise() throws IOException {
        Pace pace = pace("");

        assertThat(pace.rateLimit()).isNull();
        assertThat(pace.breaker()).isEqualTo(PaceReader.USUAL_BREAKER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"    rate_limit: 600/m", "      rate_limit: \"600/m\"", "    rate_limit: \"${RATE}\""})
    void readsARateLimit(String line) throws IOException {
        assertThat(pace(line).rateLimit()).isEqualTo(new RateLimit(600, Duration.ofMinutes(1)));
    }

    @Test
    void readsWhatABreakerIsToBeLikeAndFillsInTheRest() throws IOException {
        BreakerSettings usual = PaceReader.USUAL_BREAKER;

        assertThat(pace("    breaker: { minimum_calls: 5, failure_share: 0.9, open: 2m }")
                        .breaker())
                .isEqualTo(new BreakerSettings(usual.window(), 5, 0.9, Duration.ofMinutes(2), Duration.ofMinutes(2)));
        assertThat(pace("    breaker: { window: 10s, open: 1s, max_open: 3s }").breaker())
                .isEqualTo(new BreakerSettings(
                        Duration.ofSeconds(10),
                        usual.minimumCalls(),
                        usual.failureShare(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(3)));
        assertThat(pace("    breaker: true").breaker()).isEqualTo(usual);
        assertThat(pace("    breaker: false").breaker()).isNull();
    }

    private Pace pace(String line) throws IOException {
        Files.writeString(folder.resolve("a.yml"), """
                subscriptions:
                  - name: a
                    subject: ">"
                    consumer: a-consumer
                    webhook:
                      url: http://localhost/
                """ + line + "\n");
        return ConfigFolder.load(folder, Map.of("RATE", "600/m"))
                .subscriptions()
                .getFirst()
                .pace();
    }
}
