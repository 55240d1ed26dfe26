package dev.eventbus.example.crm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.webhook.Signer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CrmServiceTest {
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static final String OTHER = "whsec_eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg=";
    private static final Instant NOW = Instant.parse("2026-11-21T08:09:50Z");
    private static final String EVENT =
            "{\"eventId\":\"e1\",\"eventKey\":\"chat.message.received\",\"workspaceId\":\"demo\",\"payload\":{}}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private CrmService service;

    @BeforeEach
    void start() throws IOException {
        service = CrmService.start(0, WebhookSignature.of(SECRET, InstantSource.fixed(NOW)), lines::add);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void takesWhatThePlatformSignedAndCountsAnEventOnce() throws Exception {
        assertThat(post(EVENT, signed(SECRET, NOW, EVENT))).isEqualTo(204);
        assertThat(post(EVENT, signed(SECRET, NOW.plusSeconds(60), EVENT))).isEqualTo(204);

        assertThat(lines).containsExactly("Event was received. eventKey=\"chat.message.received\" eventId=\"e1\"");
    }

    @Test
    void takesEitherSignatureWhileTheSecretIsChanged() throws Exception {
        Map<String, String> both = Signer.of(List.of(OTHER, SECRET)).headers("e1", NOW, bytes(EVENT));

        assertThat(post(EVENT, both)).isEqualTo(204);
    }

    @Test
    void refusesWhatWasNotSignedSoOrNotNow() throws Exception {
        assertThat(post(EVENT, Map.of())).isEqualTo(401);
        assertThat(post(EVENT, signed(OTHER, NOW, EVENT))).isEqualTo(401);
        assertThat(post(EVENT.replace("demo", "mine"), signed(SECRET, NOW, EVENT)))
                .isEqualTo(401);
        assertThat(post(EVENT, signed(SECRET, NOW.minusSeconds(301), EVENT))).isEqualTo(401);
        assertThat(post(EVENT, signed(SECRET, NOW.plusSeconds(301), EVENT))).isEqualTo(401);
        assertThat(lines).isEmpty();
    }

    @Test
    void refusesABodyThatIsNoJsonOrTooLarge() throws Exception {
        String large = "x".repeat((2 << 20) + 1);

        assertThat(post("{", signed(SECRET, NOW, "{"))).isEqualTo(400);
        assertThat(post(large, signed(SECRET, NOW, large))).isEqualTo(413);
    }

    private int post(String body, Map<String, String> headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + service.port() + "/events"))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    /** By the platform's own signer. */
    private static Map<String, String> signed(String secret, Instant time, String body) {
        return Signer.of(List.of(secret)).headers("e1", time, bytes(body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
