package dev.eventbus.gateway.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.gateway.problem.FieldError;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.webhook.Signer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubscriptionRequestTest {
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz";
    private static final String OTHER = "whsec_OTg3NjU0MzIxMDk4NzY1NDMyMTA5ODc2";
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    @Test
    void fillsInWhatIsLeftOut() {
        Settings settings = parse("\"url\":\"https://hooks.example/\"").settings();

        assertThat(settings.retry()).isEqualTo(new Retry(3, Duration.ofSeconds(2), Duration.ofHours(1), 0));
        assertThat(settings.enabled()).isTrue();
        assertThat(settings.destination())
                .isEqualTo(new Destination(
                        "https://hooks.example/", Map.of(), Signing.STANDARD_WEBHOOKS, Duration.ofSeconds(15), 10));
    }

    @Test
    void stretchesTheLongestBackoffToTheFirst() {
        String body = "{\"name\":\"n\",\"eventPattern\":\"a.b\",\"target\":{\"url\":\"https://hooks.example/\"},"
                + "\"retry\":{\"backoff\":\"2h\"}}";

        Retry retry = SubscriptionRequest.parse(body.getBytes(StandardCharsets.UTF_8))
                .settings()
                .retry();

        assertThat(retry.maxBackoff()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void namesAllFieldsAtFaultAtOnce() {
        String body =
                "{\"name\":7,\"eventPattern\":\"a\",\"target\":{\"url\":\"x\",\"timeout\":\"1h\",\"y\":1},\"z\":1}";

        assertThatThrownBy(() -> SubscriptionRequest.parse(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().errors())
                                .extracting(FieldError::field)
                                .containsExactly(
                                        "name", "eventPattern", "target.url", "target.timeout", "z", "target.y"));
    }

    @Test
    void neverShowsItsSecrets() {
        SubscriptionRequest request = parse("\"url\":\"https://hooks.example/?key=k1\",\"secret\":\"" + SECRET
                + "\",\"headers\":{\"X-Key\":\"k2\"}");

        assertThat(request + " " + request.settings() + " " + SigningSecrets.of(SECRET))
                .doesNotContain("k1", "k2", SECRET.substring(6, 20));
    }

    @Test
    void signsWithBothSecretsUntilTheFormerRunsOut() {
        SigningSecrets rotated = SigningSecrets.of(SECRET).rotatedTo(OTHER, NOW);

        assertThat(rotated.signer(NOW.plus(Duration.ofHours(23)))).isEqualTo(Signer.of(List.of(OTHER, SECRET)));
        assertThat(rotated.signer(NOW.plus(Duration.ofHours(24)))).isEqualTo(Signer.of(List.of(OTHER)));
        assertThat(SigningSecrets.NONE.signer(NOW)).isNull();
    }

    @Test
    void keepsHiddenHeadersForTheSameServerOnly() {
        Destination stored = parse("\"url\":\"https://hooks.example/a\",\"headers\":{\"X-Key\":\"k\"}")
                .settings()
                .destination();
        Destination sameServer = hidden("https://hooks.example/b");

        assertThat(sameServer.withKeptHeaders(stored).headers()).isEqualTo(Map.of("X-Key", "k"));
        for (String url : List.of("https://evil.example/a", "http://hooks.example/a", "https://hooks.example:8443/a")) {
            assertThatThrownBy(() -> hidden(url).withKeptHeaders(stored))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("target.headers.X-Key");
        }
        assertThatThrownBy(sameServer::requireNoKeptHeaders).isInstanceOf(ProblemException.class);
    }

    private static Destination hidden(String url) {
        return parse("\"url\":\"" + url + "\",\"headers\":{\"X-Key\":\"***\"}")
                .settings()
                .destination();
    }

    private static SubscriptionRequest parse(String target) {
        String body = "{\"name\":\"n\",\"eventPattern\":\"a.b\",\"target\":{" + target + "}}";
        return SubscriptionRequest.parse(body.getBytes(StandardCharsets.UTF_8));
    }
}
