package dev.eventbus.notifications.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventbus.notifications.device.Address;
import dev.eventbus.notifications.device.Device;
import dev.eventbus.notifications.push.LocalServer.Reply;
import dev.eventbus.notifications.rule.Priority;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a server that checks the assertion as Google does, and answers in Google's words. */
class FcmTest {
    private static final String SEND = "/v1/projects/our-project/messages:send";
    private static final Device DEVICE = Samples.device(new Address.Fcm("device:token"));

    private static LocalServer google;
    private static KeyPair keys;

    private final AtomicInteger tokens = new AtomicInteger();
    private volatile Reply sending = new Reply(200, Map.of(), "{\"name\":\"projects/our-project/messages/1\"}");
    private volatile Reply token =
            new Reply(200, Map.of(), "{\"access_token\":\"ya29.%d\",\"expires_in\":3599,\"token_type\":\"Bearer\"}");
    private volatile Instant now = Samples.NOW;
    private final Fcm fcm = fcm();

    @BeforeAll
    static void start() throws Exception {
        google = LocalServer.start();
        keys = Samples.keys("RSA", 2_048);
    }

    @AfterAll
    static void stop() {
        google.close();
    }

    @AfterEach
    void forget() {
        google.received().clear();
    }

    private Fcm fcm() {
        google.answer(request -> request.path().equals("/token")
                ? new Reply(token.status(), Map.of(), token.body().replace("%d", "" + tokens.incrementAndGet()))
                : sending);
        PushHttp http = new PushHttp(HttpClient.newHttpClient(), () -> now);
        FcmTokens access = new FcmTokens(FcmAccount.parse(credentials()), http, () -> now);
        return new Fcm(URI.create(google.url() + SEND), access, http, () -> now);
    }

    private static String credentials() {
        return new ObjectMapper()
                .createObjectNode()
                .put("type", "service_account")
                .put("project_id", "our-project")
                .put("private_key_id", "key-1")
                .put("private_key", Samples.pem(keys))
                .put("client_email", "push@our-project.example.com")
                .put("token_uri", google.url() + "/token")
                .toString();
    }

    private static List<LocalServer.Received> received(String path) {
        return google.received().stream()
                .filter(request -> request.path().equals(path))
                .toList();
    }

    private JsonNode sent() throws Exception {
        return new ObjectMapper().readTree(received(SEND).getLast().text()).path("message");
    }

    @Test
    void getsAnAccessTokenForASignedAssertion() throws Exception {
        assertThat(fcm.push(DEVICE, Samples.message())).isEqualTo(new Answer.Accepted());

        String form = received("/token").getFirst().text();
        assertThat(form).startsWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=");
        String assertion = URLDecoder.decode(form.substring(form.indexOf("assertion=") + 10), StandardCharsets.UTF_8);
        JwtClaims claims = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256)
                .setVerificationKey(keys.getPublic())
                .setExpectedIssuer("push@our-project.example.com")
                .setExpectedAudience(google.url() + "/token")
                .setEvaluationTime(NumericDate.fromSeconds(now.getEpochSecond()))
                .setRequireIssuedAt()
                .setRequireExpirationTime()
                .setMaxFutureValidityInMinutes(60)
                .build()
                .processToClaims(assertion);
        assertThat(claims.getStringClaimValue("scope")).isEqualTo("https://www.googleapis.com/auth/firebase.messaging");
        assertThat(received(SEND).getFirst().headers().getFirst("Authorization"))
                .isEqualTo("Bearer ya29.1");
    }

    @Test
    void writesAMessageAsFirebaseWantsIt() throws Exception {
        fcm.push(DEVICE, Samples.message(Priority.URGENT, "hello", "conversation-1"));

        JsonNode message = sent();
        assertThat(message.path("token").asText()).isEqualTo("device:token");
        assertThat(message.at("/notification/title").asText()).isEqualTo("Grüße");
        assertThat(message.at("/notification/body").asText()).isEqualTo("hello");
        assertThat(message.at("/android/priority").asText()).isEqualTo("HIGH");
        assertThat(message.at("/android/ttl").asText()).isEqualTo("3600s");
        assertThat(message.at("/android/collapse_key").asText()).hasSize(32);
        assertThat(message.at("/data/id").asText()).isEqualTo(Samples.ID);
        assertThat(message.path("data")).allMatch(JsonNode::isTextual);
        assertThat(message.at("/apns/headers/apns-priority").asText()).isEqualTo("10");
        assertThat(message.at("/apns/headers/apns-expiration").asText())
                .isEqualTo(Long.toString(now.plus(Duration.ofHours(1)).getEpochSecond()));
    }

    @Test
    void sendsWhatCanWaitWithoutWakingADeviceAndShortensWhatIsTooLong() throws Exception {
        fcm.push(DEVICE, Samples.message(Priority.LOW, "x".repeat(10_000), null));

        assertThat(sent().at("/android/priority").asText()).isEqualTo("NORMAL");
        assertThat(sent().at("/android").has("collapse_key")).isFalse();
        assertThat(received(SEND).getLast().body()).hasSizeBetween(Fcm.MOST - 10, Fcm.MOST);
    }

    @Test
    void asksForATokenOnceHoweverManyNeedItAndAgainBeforeItEnds() throws Exception {
        List<Callable<Answer>> many = java.util.Collections.nCopies(20, () -> fcm.push(DEVICE, Samples.message()));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(many)) {
                assertThat(done.get()).isEqualTo(new Answer.Accepted());
            }
        }
        assertThat(tokens).hasValue(1);

        now = now.plus(Duration.ofMinutes(56));
        fcm.push(DEVICE, Samples.message());

        assertThat(tokens).hasValue(2);
        assertThat(received(SEND).getLast().headers().getFirst("Authorization")).isEqualTo("Bearer ya29.2");
    }

    @ParameterizedTest
    @CsvSource({
        "404, UNREGISTERED,           Gone,    0,  false",
        "400, INVALID_ARGUMENT,       Refused, 0,  false",
        "403, SENDER_ID_MISMATCH,     Refused, 0,  false",
        "401, THIRD_PARTY_AUTH_ERROR, Refused, 0,  false",
        "429, QUOTA_EXCEEDED,         Later,   60, false",
        "503, UNAVAILABLE,            Later,   0,  true",
        "500, INTERNAL,               Later,   0,  true",
        "404, '',                     Refused, 0,  false",
        "400, UNREGISTERED,           Refused, 0,  false",
        "401, '',                     Later,   0,  true",
        "403, '',                     Refused, 0,  false",
        "429, '',                     Later,   60, false",
        "502, '',                     Later,   0,  true",
    })
    void tellsWhatWentWrongByItsCode(int status, String code, String answer, int seconds, boolean isFault) {
        sending = new Reply(status, Map.of(), """
                {"error":{"code":%d,"message":"UNREGISTERED or what else people write","status":"X","details":[
                 {"@type":"type.googleapis.com/google.rpc.BadRequest"},
                 {"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"%s"}]}}""".formatted(status, code));

        Answer given = fcm.push(DEVICE, Samples.message());

        assertThat(given.getClass().getSimpleName()).isEqualTo(answer);
        if (given instanceof Answer.Later later) {
            assertThat(later.delay()).isEqualTo(Duration.ofSeconds(seconds));
            assertThat(later.isFault()).isEqualTo(isFault);
        }
    }

    @Test
    void comesBackWhenItIsToldTo() {
        sending = new Reply(429, Map.of("Retry-After", "300"), "<html>not from Google</html>");

        assertThat(fcm.push(DEVICE, Samples.message()))
                .isEqualTo(Answer.busy("Firebase answered 429", Duration.ofMinutes(5)));
    }

    @Test
    void asksForAnotherTokenWhenOneIsRefused() {
        sending = Reply.of(401);
        fcm.push(DEVICE, Samples.message());
        sending = Reply.of(200);

        assertThat(fcm.push(DEVICE, Samples.message())).isEqualTo(new Answer.Accepted());
        assertThat(tokens).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource({"400, {}", "200, {}", "200, nonsense", "200, '{\"access_token\":\"a b\",\"expires_in\":10}'", "500, ''"
    })
    void triesAgainLaterWithoutAToken(int status, String body) {
        token = new Reply(status, Map.of(), body);

        Answer answer = fcm.push(DEVICE, Samples.message());

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Later.class, later -> assertThat(later.isFault()).isTrue());
        assertThat(received(SEND)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /nowhere/account.json     | must name a file that can be read
            {                         | was no JSON
            {}                        | was without project_id
            {"project_id":"p","client_email":"e","private_key":"secret","token_uri":"x"} | must hold a private key
            """)
    void saysWhatIsWrongWithCredentialsWithoutShowingThem(String credentials, String expected) {
        assertThatThrownBy(() -> FcmAccount.parse(credentials))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("FCM_CREDENTIALS ")
                .hasMessageContaining(expected)
                .hasMessageNotContaining("secret");
    }
}
