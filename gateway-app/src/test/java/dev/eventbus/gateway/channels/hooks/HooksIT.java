package dev.eventbus.gateway.channels.hooks;

import static dev.eventbus.gateway.Users.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventbus.gateway.GatewayStack;
import dev.eventbus.gateway.Users;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.StreamSpec;
import dev.eventbus.nats.Streams;
import dev.eventbus.webhook.Signer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class HooksIT {
    private static final String PATH = "/api/workspaces/demo/event-channels";
    private static final String SECRET = "a secret of sixteen and more";

    @Inject
    NatsConnection connection;

    @Test
    void turnsASignedRequestIntoAnEvent() {
        String channel = create("hmac-sha256", "");
        String body = "{\"b\":1.10,\"a\":\"ö\"}";

        Response taken = signed(body)
                .header("X-Acme-Event", "made")
                .header("Cookie", "a=b")
                .post("/hooks/" + channel);

        assertThat(taken.statusCode()).as(taken.asString()).isEqualTo(200);
        assertThat(taken.<String>path("code")).isEqualTo("SUCCESS");
        Response event = event(taken.path("eventId"));
        assertThat(event.asString()).contains(body);
        assertThat(event.<String>path("source")).isEqualTo("apps");
        assertThat(event.<String>path("resource")).isEqualTo("app");
        assertThat(event.<String>path("eventName")).isEqualTo("event_received");
        assertThat(event.<String>path("resourceId")).isEqualTo("app_1");
        assertThat(event.<String>path("metadata.actor")).isEqualTo("channel:" + channel);
        assertThat(event.<List<String>>path("metadata.tags"))
                .contains("x-acme-event: made")
                .noneMatch(tag -> tag.contains("cookie") || tag.contains("signature"));
    }

    @Test
    void publishesADeliveryOnceHoweverOftenItComes() {
        String channel = create("hmac-sha256", "");
        String body = "{\"n\":\"" + channel + "\"}";

        String first = signed(body).post("/hooks/" + channel).path("eventId");
        String second = signed(body).post("/hooks/" + channel).path("eventId");
        String other = signed("{\"n\":2}").post("/hooks/" + channel).path("eventId");

        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
        Response read = as("member").get(PATH + "/" + channel);
        assertThat(read.<Integer>path("status.published")).isEqualTo(2);
        assertThat(read.<Integer>path("status.duplicates")).isEqualTo(1);
        assertThat(Instant.parse(read.path("status.lastEventAt")))
                .isAfter(Instant.now().minusSeconds(60));
    }

    @Test
    void refusesWhatIsSignedWronglyWithoutSayingWhy() {
        String channel = create("hmac-sha256", "");

        Response refused = given().contentType("application/json")
                .header("X-Signature", "sha256=" + "00".repeat(32))
                .body("{}")
                .post("/hooks/" + channel);

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.asString()).doesNotContain("X-Signature");
        Response read = as("member").get(PATH + "/" + channel);
        assertThat(read.<Integer>path("status.refused")).isEqualTo(1);
        assertThat(read.<String>path("status.lastError")).contains("X-Signature does not fit");
        assertThat(read.<Integer>path("status.published")).isZero();
    }

    @Test
    void saysNothingOfChannelsThatAreNotThereOrDisabled() {
        String disabled = create("hmac-sha256", ",\"enabled\":false");

        for (String id : List.of("none", disabled, "01JD0000000000000000000000", "a%00b", "..%2F")) {
            Response refused = given().urlEncodingEnabled(false).body("{}").post("/hooks/" + id);
            assertThat(refused.statusCode()).as(id).isEqualTo(404);
        }
    }

    @Test
    void looksAtNoCredentialButTheSignature() {
        String channel = create("hmac-sha256", "");

        assertThat(signed("{\"k\":1}")
                        .cookie("eventbus_session", Users.sharedToken("member"))
                        .header("Sec-Fetch-Site", "cross-site")
                        .post("/hooks/" + channel)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesMoreThanAMebibyte() {
        String channel = create("hmac-sha256", "");

        assertThat(signed("x".repeat((1 << 20) + 1)).post("/hooks/" + channel).statusCode())
                .isEqualTo(413);
    }

    @Test
    void takesWhatIsNoObjectWrapped() {
        String channel = create("hmac-sha256", "");

        Response form = signed("a=1&b=2").contentType("text/plain").post("/hooks/" + channel);

        assertThat(form.statusCode()).isEqualTo(200);
        assertThat(event(form.path("eventId")).<String>path("payload.body")).isEqualTo("a=1&b=2");
    }

    @Test
    void mapsTheProvidersEventTypeToAnEventKey() {
        String channel = create(
                "stripe",
                ",\"eventTypes\":{\"invoice.paid\":\"billing.invoice.paid\"},\"eventKey\":\"pay.event.came\"");

        String paid = stripe("{\"id\":\"evt_" + channel + "\",\"type\":\"invoice.paid\"}", channel)
                .path("eventId");
        String other = stripe("{\"id\":\"evt2_" + channel + "\",\"type\":\"x\"}", channel)
                .path("eventId");

        assertThat(event(paid).<String>path("metadata.eventKey")).isEqualTo("billing.invoice.paid");
        assertThat(event(other).<String>path("metadata.eventKey")).isEqualTo("pay.event.came");
    }

    @Test
    void publishesToRawSubjectsBeforeItSaysSo() {
        String channel = createAs("admin", "stripe", ",\"subjects\":[\"stripe.drupal\",\"stripe.backend\"]", SECRET);
        String body = "{\"id\":\"evt_raw\",\"type\":\"x\"}";

        Response early = sendStripe(body, channel);
        Streams.ensure(connection, StreamSpec.of("ticketing", List.of("stripe.drupal", "stripe.backend")));
        Response taken = sendStripe(body, channel);
        Response again = sendStripe(body, channel);

        assertThat(early.statusCode()).isEqualTo(503);
        assertThat(early.<String>path("code")).isEqualTo("NO_STREAM");
        assertThat(early.header("Retry-After")).isNotNull();
        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(again.<String>path("eventId")).isEqualTo(taken.path("eventId"));
    }

    /** JetStream alone would forget it after two minutes: it is not even asked, or it would say that there is no stream. */
    @Test
    void remembersADeliveryForLongerThanTheStreamDoes() {
        String channel = create("stripe", "");
        String body = "{\"id\":\"evt_kept\",\"type\":\"x\"}";
        String first = stripe(body, channel).path("eventId");

        Response replaced = as("admin")
                .contentType("application/json")
                .body("{\"name\":\"n\",\"type\":\"webhook\",\"appId\":\"app_1\",\"subjects\":[\"stripe.nowhere\"],"
                        + "\"signature\":{\"preset\":\"stripe\",\"secret\":\"***\"}}")
                .put(PATH + "/" + channel);

        assertThat(replaced.statusCode()).as(replaced.asString()).isEqualTo(200);
        assertThat(stripe(body, channel).<String>path("eventId")).isEqualTo(first);
        assertThat(sendStripe("{\"id\":\"evt_other\"}", channel).statusCode()).isEqualTo(503);
    }

    @Test
    void answersSlacksChallengeIfItIsSigned() {
        String channel = create("slack", "");
        String body = "{\"token\":\"t\",\"challenge\":\"3eZbrw1aB\",\"type\":\"url_verification\"}";
        String now = Long.toString(Instant.now().getEpochSecond());

        Response answered = given().contentType("application/json")
                .header("X-Slack-Request-Timestamp", now)
                .header("X-Slack-Signature", "v0=" + hmac("v0:" + now + ":" + body))
                .body(body)
                .post("/hooks/" + channel);
        Response unsigned = given().contentType("application/json").body(body).post("/hooks/" + channel);

        assertThat(answered.statusCode()).isEqualTo(200);
        assertThat(answered.contentType()).startsWith("text/plain");
        assertThat(answered.asString()).isEqualTo("3eZbrw1aB");
        assertThat(unsigned.statusCode()).isEqualTo(401);
        assertThat(as("member").get(PATH + "/" + channel).<Integer>path("status.published"))
                .isZero();
    }

    @Test
    void takesWhatAnotherGatewaySends() {
        String secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz";
        String channel = create("standard-webhooks", "", secret);
        byte[] body = "{\"type\":\"t\"}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> now = Signer.of(List.of(secret)).headers("msg_1", Instant.now(), body);
        Map<String, String> old =
                Signer.of(List.of(secret)).headers("msg_1", Instant.now().minusSeconds(400), body);

        assertThat(given().headers(now).body(body).post("/hooks/" + channel).statusCode())
                .isEqualTo(200);
        assertThat(given().headers(old).body(body).post("/hooks/" + channel).statusCode())
                .isEqualTo(401);
    }

    private static Response event(String id) {
        return await().atMost(Duration.ofSeconds(10))
                .until(() -> as("member").get("/api/workspaces/demo/events/" + id), got -> got.statusCode() == 200);
    }

    private static String create(String preset, String more) {
        return create(preset, more, SECRET);
    }

    private static String create(String preset, String more, String secret) {
        return createAs("member", preset, more, secret);
    }

    private static String createAs(String user, String preset, String more, String secret) {
        Response created = as(user).contentType("application/json")
                .body("{\"name\":\"n\",\"type\":\"webhook\",\"appId\":\"app_1\",\"signature\":{\"preset\":\"" + preset
                        + "\",\"secret\":\"" + secret + "\"}" + more + "}")
                .post(PATH);
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        return created.path("id");
    }

    private static io.restassured.specification.RequestSpecification signed(String body) {
        return given().contentType("application/json")
                .header("X-Signature", "sha256=" + hmac(body))
                .body(body.getBytes(StandardCharsets.UTF_8));
    }

    private static Response stripe(String body, String channel) {
        Response taken = sendStripe(body, channel);
        assertThat(taken.statusCode()).as(taken.asString()).isEqualTo(200);
        return taken;
    }

    private static Response sendStripe(String body, String channel) {
        String now = Long.toString(Instant.now().getEpochSecond());
        return given().contentType("application/json")
                .header("Stripe-Signature", "t=" + now + ",v1=" + hmac(now + "." + body))
                .body(body)
                .post("/hooks/" + channel);
    }

    private static String hmac(String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
