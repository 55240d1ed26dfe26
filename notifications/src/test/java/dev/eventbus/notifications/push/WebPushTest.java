package dev.eventbus.notifications.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventbus.notifications.database.Database;
import dev.eventbus.notifications.device.Address;
import dev.eventbus.notifications.device.Device;
import dev.eventbus.notifications.device.PushEndpoints;
import dev.eventbus.notifications.push.LocalServer.Reply;
import dev.eventbus.notifications.rule.Priority;
import dev.eventbus.webhook.SenderSettings;
import dev.eventbus.webhook.UrlGuard;
import dev.eventbus.webhook.WebhookSender;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Against a push service that reads what it gets with code of its own. */
class WebPushTest {
    private static final VapidPair PAIR = VapidPair.generate();

    private static Vertx vertx;
    private static LocalServer service;

    private final UrlGuard guard = UrlGuard.publicOnly(List.of("127.0.0.1"));
    private final WebhookSender sender = WebhookSender.create(vertx, SenderSettings.of(guard, 8, "test"));
    private volatile Instant now = Instant.now();
    private final InstantSource clock = () -> now;
    private final VapidKeys keys = new VapidKeys(
            new Database(new PGSimpleDataSource()),
            clock,
            new TestConfig(Optional.of(PAIR.publicText()), Optional.of(PAIR.privateText())));
    private final WebPush webPush = new WebPush(
            sender, new PushEndpoints(guard), new VapidTokens(keys, "mailto:ops@example.com", clock), clock);

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        service = LocalServer.start();
    }

    @AfterAll
    static void stop() {
        service.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void close() {
        sender.close();
        service.received().clear();
        service.answer(request -> Reply.of(201));
    }

    private static Device device(Browser browser, String url) {
        return Samples.device(new Address.WebPush(url, browser.p256dh(), browser.auth()));
    }

    private static LocalServer.Received last() {
        return service.received().getLast();
    }

    @Test
    void sendsWhatOnlyThatBrowserCanRead() throws Exception {
        Browser browser = Browser.create();
        now = Samples.NOW;

        Answer answer = webPush.push(device(browser, service.url() + "/push/abc"), Samples.message());

        assertThat(answer).isEqualTo(new Answer.Accepted());
        assertThat(last().path()).isEqualTo("/push/abc");
        assertThat(last().headers().getFirst("Content-Encoding")).isEqualTo("aes128gcm");
        assertThat(last().headers().getFirst("TTL")).isEqualTo("3600");
        assertThat(last().headers().getFirst("Urgency")).isEqualTo("normal");
        assertThat(last().headers().getFirst("Topic")).matches("[A-Za-z0-9_-]{32}");
        JsonNode json = new ObjectMapper().readTree(browser.decrypt(last().body()));
        assertThat(json.path("id").asText()).isEqualTo(Samples.ID);
        assertThat(json.path("workspaceId").asText()).isEqualTo("demo");
        assertThat(json.path("title").asText()).isEqualTo("Grüße");
        assertThat(json.path("body").asText()).isEqualTo("hello");
        assertThat(json.at("/unread/count").asInt()).isEqualTo(3);
        assertThat(json.at("/unread/version").asLong()).isEqualTo(7);
        assertThat(json.path("web_push").asInt()).isEqualTo(8030);
        assertThat(json.at("/notification/title").asText()).isEqualTo("Grüße");
        assertThat(json.at("/notification/navigate").asText())
                .isEqualTo(json.path("url").asText());
    }

    @Test
    void provesWhoSendsAndSignsAnewOnlyAfterHours() throws Exception {
        Device device = device(Browser.create(), service.url() + "/push/abc");
        webPush.push(device, Samples.message());
        String first = last().headers().getFirst("Authorization");
        webPush.push(device, Samples.message());
        String second = last().headers().getFirst("Authorization");
        Instant signed = now;
        now = now.plus(Duration.ofHours(7));
        webPush.push(device, Samples.message());
        String third = last().headers().getFirst("Authorization");

        assertThat(second).isEqualTo(first);
        assertThat(third).isNotEqualTo(first);
        assertThat(first).matches("vapid t=[^,]+, ?k=" + PAIR.publicText());
        JwtClaims claims = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        AlgorithmConstraints.ConstraintType.PERMIT,
                        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256)
                .setVerificationKey(PAIR.publicKey())
                .setExpectedAudience(service.url())
                .setRequireExpirationTime()
                .setMaxFutureValidityInMinutes(24 * 60)
                .build()
                .processToClaims(first.substring("vapid t=".length(), first.indexOf(',')));
        assertThat(claims.getSubject()).isEqualTo("mailto:ops@example.com");
        assertThat(Instant.ofEpochSecond(claims.getExpirationTime().getValue())).isAfter(signed);
    }

    @ParameterizedTest
    @CsvSource({"LOW, low", "NORMAL, normal", "HIGH, high", "URGENT, high"})
    void tellsHowUrgentItIs(Priority priority, String urgency) throws Exception {
        webPush.push(device(Browser.create(), service.url()), Samples.message(priority, "x", null));

        assertThat(last().headers().getFirst("Urgency")).isEqualTo(urgency);
    }

    @Test
    void shortensWhatIsTooLongForAnyPushService() throws Exception {
        Browser browser = Browser.create();

        webPush.push(device(browser, service.url()), Samples.message(Priority.NORMAL, "ü\"\\😀".repeat(1_000), "key"));

        String text = browser.decrypt(last().body());
        assertThat(last().body()).hasSizeLessThanOrEqualTo(4_096);
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(WebPush.MOST - 40, WebPush.MOST);
        assertThat(new ObjectMapper().readTree(text).path("body").asText())
                .startsWith("ü\"\\😀ü")
                .endsWith("…");
    }

    @ParameterizedTest
    @CsvSource({
        "200, Accepted", "201, Accepted", "202, Accepted", "404, Gone", "410, Gone", "400, Refused", "401, Refused",
        "403, Refused", "413, Refused", "301, Refused", "408, Later", "429, Later", "500, Later", "502, Later",
        "503, Later"
    })
    void letsGoOfADeviceOnlyOnProof(int status, String answer) throws Exception {
        service.answer(request -> Reply.of(status));

        Answer given = webPush.push(device(Browser.create(), service.url()), Samples.message());

        assertThat(given.getClass().getSimpleName()).isEqualTo(answer);
    }

    @Test
    void comesBackWhenItIsToldTo() throws Exception {
        Device device = device(Browser.create(), service.url());
        service.answer(request -> new Reply(429, Map.of("Retry-After", "120"), ""));
        Answer busy = webPush.push(device, Samples.message());
        service.answer(request -> new Reply(503, Map.of("Retry-After", "7"), ""));
        Answer broken = webPush.push(device, Samples.message());

        assertThat(busy).isEqualTo(new Answer.Later("the push service answered 429", Duration.ofSeconds(120), false));
        assertThat(broken).isEqualTo(new Answer.Later("the push service answered 503", Duration.ofSeconds(7), true));
    }

    @Test
    void keepsADeviceWhosePushServiceIsAway() throws Exception {
        Answer answer = webPush.push(device(Browser.create(), "http://127.0.0.1:1/"), Samples.message());

        assertThat(answer).isEqualTo(Answer.fault("the push service did not answer: CONNECT"));
    }

    @ParameterizedTest
    @CsvSource({"http://example.com/x", "https://10.0.0.1/x", "https://[::ffff:127.0.0.2]/x", "https://192.0.2.1:25/x"})
    void connectsToNothingThatIsNotPublic(String endpoint) throws Exception {
        Answer answer = webPush.push(device(Browser.create(), endpoint), Samples.message());

        assertThat(answer).isInstanceOf(Answer.Refused.class);
        assertThat(answer.why()).startsWith("the endpoint ");
    }

    @ParameterizedTest
    @CsvSource({
        "https://push.example.net/a|{b},        https://push.example.net",
        "https://push.example.net:443/,         https://push.example.net",
        "https://push_1.example.net:8443/x?y,   https://push_1.example.net:8443",
        "http://[2001:db8::1]/x,                http://[2001:db8::1]"
    })
    void namesThePushServiceByItsOrigin(String endpoint, String origin) throws Exception {
        assertThat(webPush.origin(device(Browser.create(), endpoint))).isEqualTo(origin);
    }

    @Test
    void showsNoSecrets() throws Exception {
        Browser browser = Browser.create();

        String shown = device(browser, service.url()) + " " + PAIR;

        assertThat(shown).doesNotContain(service.url(), browser.auth(), browser.p256dh(), PAIR.privateText());
        assertThat(Base64.getUrlDecoder().decode(PAIR.publicText())).hasSize(65);
    }
}
