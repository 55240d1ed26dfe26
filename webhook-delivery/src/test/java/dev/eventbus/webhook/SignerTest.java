package dev.eventbus.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignerTest {
    private static final String NEW = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OLD = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final String STRANGER = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private static final String BODY = "{\"subject\":\"a\",\"data\":\"é\"}";

    @ParameterizedTest
    @ValueSource(strings = {NEW, OLD})
    void isVerifiedByTheOfficialLibraryWithEachSecret(String secret) throws Exception {
        Map<String, String> headers = sign(Signer.of(List.of(NEW, OLD)));

        assertThatNoException().isThrownBy(() -> new Webhook(secret).verify(BODY, http(headers)));
    }

    @Test
    void isNotVerifiedWithAnotherSecretOrBody() throws Exception {
        Map<String, String> headers = sign(Signer.of(List.of(NEW)));

        assertThatThrownBy(() -> new Webhook(STRANGER).verify(BODY, http(headers)))
                .isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> new Webhook(NEW).verify(BODY + " ", http(headers)))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "a\r\nb", "a b", "é"})
    void refusesIdsThatCouldShiftTheSignedParts(String id) {
        Signer signer = Signer.of(List.of(NEW));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> signer.headers(id, Instant.EPOCH, new byte[0]))
                .withMessageContaining("webhook-id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "whsec_short", "not base64 at all!", "whsec_c2hvcnQ="})
    void refusesWeakOrUnreadableSecretsWithoutShowingThem(String secret) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Signer.of(List.of(secret)))
                .satisfies(e -> assertThat(secret.isEmpty() || !e.getMessage().contains(secret + " "))
                        .isTrue())
                .withMessageContaining("signing secret")
                .withNoCause();
    }

    @Test
    void showsNoSecret() {
        assertThat(Signer.of(List.of(NEW, OLD))).hasToString("Signer[secrets=2]");
    }

    private static Map<String, String> sign(Signer signer) {
        // the official library compares with the wall clock
        return signer.headers("msg_1", Instant.now(), BODY.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpHeaders http(Map<String, String> headers) {
        return HttpHeaders.of(
                headers.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue()))),
                (name, value) -> true);
    }
}
