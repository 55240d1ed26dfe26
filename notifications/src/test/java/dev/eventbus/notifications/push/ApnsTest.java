package dev.eventbus.notifications.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eatthepath.pushy.apns.server.RejectedNotificationException;
import com.eatthepath.pushy.apns.server.RejectionReason;
import com.eatthepath.pushy.apns.server.UnregisteredDeviceTokenException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventbus.notifications.device.Address;
import dev.eventbus.notifications.device.Address.Environment;
import dev.eventbus.notifications.device.Device;
import dev.eventbus.notifications.rule.Priority;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a double of Apple's server that speaks HTTP/2 over TLS. */
class ApnsTest {
    private static final String TOKEN = "0123456789abcdef".repeat(4);
    private static final Device DEVICE = Samples.device(new Address.Apns(TOKEN, Environment.PRODUCTION));
    private static final Device SANDBOXED = Samples.device(new Address.Apns(TOKEN, Environment.SANDBOX));

    private static AppleServer apple;
    private static HttpClient client;
    private static KeyPair keys;

    private volatile Instant now = Samples.NOW;
    private final Apns apns = new Apns(
            new Apns.Target(URI.create(apple.url()), URI.create("https://localhost:1"), "com.example.app"),
            new ApnsTokens(PemKey.parse("APNS_KEY", Samples.pem(keys), "EC"), "KEY1234567", "TEAM123456", () -> now),
            new PushHttp(client, () -> now),
            () -> now);

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        apple = AppleServer.start(folder);
        client = HttpClient.newBuilder().sslContext(apple.trust()).build();
        keys = Samples.keys("EC", 256);
    }

    @AfterAll
    static void stop() throws Exception {
        client.shutdownNow();
        apple.close();
    }

    @AfterEach
    void forget() {
        apple.received().clear();
        apple.answer((headers, body) -> {});
    }

    private static String authorization() {
        return apple.received().getLast().header("authorization");
    }

    @Test
    void sendsWhatAppleWantsToKnow() throws Exception {
        Answer answer = apns.push(DEVICE, Samples.message(Priority.URGENT, "hello", "conversation-1"));

        assertThat(answer).isEqualTo(new Answer.Accepted());
        AppleServer.Received received = apple.received().getFirst();
        assertThat(received.header(":path")).isEqualTo("/3/device/" + TOKEN);
        assertThat(received.header("apns-topic")).isEqualTo("com.example.app");
        assertThat(received.header("apns-push-type")).isEqualTo("alert");
        assertThat(received.header("apns-priority")).isEqualTo("10");
        assertThat(received.header("apns-expiration"))
                .isEqualTo(Long.toString(now.plus(Duration.ofHours(1)).getEpochSecond()));
        assertThat(received.header("apns-collapse-id").getBytes(StandardCharsets.UTF_8))
                .hasSizeBetween(1, 64);
        JsonNode json = new ObjectMapper().readTree(received.body());
        assertThat(json.at("/aps/alert/title").asText()).isEqualTo("Grüße");
        assertThat(json.at("/aps/alert/body").asText()).isEqualTo("hello");
        assertThat(json.at("/aps/badge").asInt()).isEqualTo(3);
        assertThat(json.path("id").asText()).isEqualTo(Samples.ID);
    }

    @Test
    void namesARepetitionLikeTheFirst() {
        apns.push(DEVICE, Samples.message());
        apns.push(DEVICE, Samples.message());

        assertThat(apple.received().getLast().header("apns-id"))
                .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                .isEqualTo(apple.received().getFirst().header("apns-id"));
    }

    @Test
    void lowersThePriorityOfWhatCanWaitAndShortensWhatIsTooLong() throws Exception {
        apns.push(DEVICE, Samples.message(Priority.LOW, "ü".repeat(10_000), null));

        assertThat(apple.received().getLast().header("apns-priority")).isEqualTo("5");
        assertThat(apple.received().getLast().body().getBytes(StandardCharsets.UTF_8))
                .hasSizeBetween(Apns.MOST - 10, Apns.MOST);
    }

    @Test
    void signsATokenThatAnotherLibraryVerifies() throws Exception {
        apns.push(DEVICE, Samples.message());

        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(new AlgorithmConstraints(
                AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256));
        signature.setCompactSerialization(authorization().substring("bearer ".length()));
        signature.setKey(keys.getPublic());
        assertThat(signature.verifySignature()).isTrue();
        assertThat(signature.getKeyIdHeaderValue()).isEqualTo("KEY1234567");
        JwtClaims claims = JwtClaims.parse(signature.getPayload());
        assertThat(claims.getIssuer()).isEqualTo("TEAM123456");
        assertThat(claims.getIssuedAt().getValue()).isEqualTo(now.getEpochSecond());
    }

    @Test
    void makesANewTokenBetweenTwentyAndSixtyMinutes() {
        apns.push(DEVICE, Samples.message());
        String first = authorization();
        now = now.plus(Duration.ofMinutes(20));
        apns.push(DEVICE, Samples.message());
        assertThat(authorization()).isEqualTo(first);

        now = now.plus(Duration.ofMinutes(39));
        apns.push(DEVICE, Samples.message());

        assertThat(authorization()).isNotEqualTo(first);
    }

    @Test
    void replacesATokenThatIsOverButNotMoreOftenThanAppleAllows() {
        apple.answer((headers, body) -> {
            throw new RejectedNotificationException(RejectionReason.EXPIRED_PROVIDER_TOKEN);
        });
        assertThat(apns.push(DEVICE, Samples.message())).isInstanceOf(Answer.Later.class);
        String first = authorization();
        apns.push(DEVICE, Samples.message());
        assertThat(authorization()).isEqualTo(first);

        now = now.plus(Duration.ofMinutes(21));
        apns.push(DEVICE, Samples.message());

        assertThat(authorization()).isNotEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_DEVICE_TOKEN, Gone",
        "DEVICE_TOKEN_NOT_FOR_TOPIC, Refused",
        "PAYLOAD_EMPTY, Refused",
        "PAYLOAD_TOO_LARGE, Refused",
        "INVALID_PROVIDER_TOKEN, Refused",
        "FORBIDDEN, Refused",
        "BAD_PATH, Refused",
        "TOO_MANY_REQUESTS, Later",
        "TOO_MANY_PROVIDER_TOKEN_UPDATES, Later",
        "INTERNAL_SERVER_ERROR, Later",
        "SERVICE_UNAVAILABLE, Later",
        "SHUTDOWN, Later"
    })
    void letsGoOfADeviceOnlyOnProof(RejectionReason reason, String answer) {
        apple.answer((headers, body) -> {
            throw new RejectedNotificationException(reason);
        });

        Answer given = apns.push(DEVICE, Samples.message());

        assertThat(given.getClass().getSimpleName()).isEqualTo(answer);
        assertThat(given.why()).endsWithIgnoringCase(reason.name().replace("_", ""));
    }

    @ParameterizedTest
    @CsvSource({"1, Gone", "-1, Refused"})
    void believesThatADeviceIsGoneOnlyIfItDidNotRegisterSince(int minutesLater, String answer) {
        Instant since = DEVICE.registeredAt().plus(Duration.ofMinutes(minutesLater));
        apple.answer((headers, body) -> {
            throw new UnregisteredDeviceTokenException(since);
        });

        assertThat(apns.push(DEVICE, Samples.message()).getClass().getSimpleName())
                .isEqualTo(answer);
    }

    @Test
    void asksTheServerThatKnowsTheTokenAndKeepsDevicesWhileItIsAway() {
        Answer answer = apns.push(SANDBOXED, Samples.message());

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Later.class, later -> assertThat(later.isFault()).isTrue());
        assertThat(apple.received()).isEmpty();
        assertThat(apns.origin(SANDBOXED)).isNotEqualTo(apns.origin(DEVICE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----", "-----BEGIN nonsense"})
    void saysWhatIsWrongWithAKeyWithoutShowingIt(String pem) {
        assertThatThrownBy(() -> PemKey.parse("APNS_KEY", pem, "EC"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("APNS_KEY must hold a private key")
                .hasMessageNotContaining("c2VjcmV0");
    }
}
