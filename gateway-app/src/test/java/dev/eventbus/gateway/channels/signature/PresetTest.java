package dev.eventbus.gateway.channels.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresetTest {
    /** The example of the specification, 1.0.0. */
    private static final Sample STANDARD_WEBHOOKS = new Sample(
            Preset.STANDARD_WEBHOOKS,
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "{\"test\": 2432232314}",
            1_614_265_330,
            Map.of(
                    "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
                    "webhook-timestamp", "1614265330",
                    "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));

    /** The example of GitHub's "Validating webhook deliveries". */
    private static final Sample GITHUB = new Sample(
            Preset.GITHUB,
            "It's a Secret to Everybody",
            "Hello, World!",
            1_700_000_000,
            Map.of("X-Hub-Signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"));

    /** The example of Slack's "Verifying requests from Slack". */
    private static final Sample SLACK = new Sample(
            Preset.SLACK,
            "8f742231b10e8888abcd99yyyzzz85a5",
            "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
                    + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
                    + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
                    + "%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
            1_531_420_618,
            Map.of(
                    "X-Slack-Request-Timestamp", "1531420618",
                    "X-Slack-Signature", "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"));

    /** By Stripe's algorithm: HMAC-SHA256 over "1492774577.{…}", made with OpenSSL. */
    private static final Sample STRIPE = new Sample(
            Preset.STRIPE,
            "whsec_test_secret_of_an_endpoint",
            "{\"id\":\"evt_1\",\"type\":\"invoice.paid\"}",
            1_492_774_577,
            Map.of(
                    "Stripe-Signature",
                    "t=1492774577,v1=01c0b7550846f5416a40e66867f572122644ea6ab47d8d921a9923e9da3d6c70,v0=6ffbb59b2300aae63f272406069a9788598b792a"));

    /** Made with OpenSSL. */
    private static final Sample HMAC = new Sample(
            Preset.HMAC_SHA256,
            "a secret of sixteen and more",
            "{\"n\":1}",
            1_700_000_000,
            Map.of("X-Signature", "sha256=1d0e6daac21a1453c898b3fbebe8dda9a9d20d734f9c7c2a044bbfef1ae86c1c"));

    /** Made with OpenSSL over "1700000000.{…}". */
    private static final Sample TIMED_HMAC = new Sample(
            Preset.HMAC_SHA256,
            "a secret of sixteen and more",
            "{\"n\":1}",
            1_700_000_000,
            Map.of(
                    "X-Signature",
                    "5a38038234946beeba2059654d74813fefb29440b08bcfb6facc83a3fad81741",
                    "X-Timestamp",
                    "1700000000"));

    private static final Map<String, Sample> SAMPLES = Map.of(
            "standard-webhooks", STANDARD_WEBHOOKS,
            "github", GITHUB,
            "slack", SLACK,
            "stripe", STRIPE,
            "hmac", HMAC,
            "timed-hmac", TIMED_HMAC);

    /** A request that somebody documented, and the second it was signed in. */
    private record Sample(Preset preset, String secret, String body, long second, Map<String, String> headers) {
        Verdict verdict() {
            return verdict(body, second);
        }

        Verdict verdict(String otherBody, long now) {
            return verdict(headers, otherBody, now);
        }

        Verdict verdict(Map<String, String> otherHeaders, String otherBody, long now) {
            Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            sent.putAll(otherHeaders);
            SignedRequest request = new SignedRequest(
                    name -> sent.containsKey(name) ? List.of(sent.get(name)) : List.of(),
                    otherBody.getBytes(StandardCharsets.UTF_8),
                    Instant.ofEpochSecond(now));
            return preset.scheme(preset.requireSecret(secret)).verify(request);
        }

        Sample with(String header, String value) {
            Map<String, String> changed = new TreeMap<>(headers);
            changed.put(header, value);
            return new Sample(preset, secret, body, second, changed);
        }

        Sample without(String header) {
            Map<String, String> changed = new TreeMap<>(headers);
            changed.remove(header);
            return new Sample(preset, secret, body, second, changed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard-webhooks", "github", "slack", "stripe", "hmac", "timed-hmac"})
    void takesWhatTheProviderDocuments(String name) {
        assertThat(SAMPLES.get(name).verdict()).isInstanceOf(Verdict.Authentic.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard-webhooks", "github", "slack", "stripe", "hmac", "timed-hmac"})
    void refusesEachChangeOfAByte(String name) {
        Sample sample = SAMPLES.get(name);

        for (int i = 0; i < sample.body().length(); i++) {
            StringBuilder tampered = new StringBuilder(sample.body());
            tampered.setCharAt(i, (char) (tampered.charAt(i) ^ 1));
            assertThat(sample.verdict(tampered.toString(), sample.second())).isInstanceOf(Verdict.Forged.class);
        }
        assertThat(sample.verdict(sample.body() + " ", sample.second())).isInstanceOf(Verdict.Forged.class);
        assertThat(sample.verdict("", sample.second())).isInstanceOf(Verdict.Forged.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard-webhooks", "slack", "stripe", "timed-hmac"})
    void takesWhatIsFiveMinutesOffAndNoMore(String name) {
        Sample sample = SAMPLES.get(name);

        assertThat(sample.verdict(sample.body(), sample.second() + 300)).isInstanceOf(Verdict.Authentic.class);
        assertThat(sample.verdict(sample.body(), sample.second() - 300)).isInstanceOf(Verdict.Authentic.class);
        assertThat(sample.verdict(sample.body(), sample.second() + 301)).isInstanceOf(Verdict.Forged.class);
        assertThat(sample.verdict(sample.body(), sample.second() - 301)).isInstanceOf(Verdict.Forged.class);
    }

    @ParameterizedTest
    @CsvSource({
        "standard-webhooks,webhook-id",
        "standard-webhooks,webhook-timestamp",
        "standard-webhooks,webhook-signature",
        "github,X-Hub-Signature-256",
        "slack,X-Slack-Request-Timestamp",
        "slack,X-Slack-Signature",
        "stripe,Stripe-Signature",
        "hmac,X-Signature",
        "timed-hmac,X-Signature",
        "timed-hmac,X-Timestamp"
    })
    void refusesARequestWithoutOneOfItsHeaders(String name, String header) {
        assertThat(SAMPLES.get(name).without(header).verdict()).isInstanceOf(Verdict.Forged.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "standard-webhooks|webhook-id|msg_other",
                "standard-webhooks|webhook-timestamp|1614265331",
                "standard-webhooks|webhook-timestamp|-1",
                "standard-webhooks|webhook-timestamp|9999999999999999999",
                "standard-webhooks|webhook-timestamp|1e9",
                "standard-webhooks|webhook-signature|g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "standard-webhooks|webhook-signature|v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "standard-webhooks|webhook-signature|v1,",
                "standard-webhooks|webhook-signature|v1,!!",
                "github|X-Hub-Signature-256|757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                "github|X-Hub-Signature-256|sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                "github|X-Hub-Signature-256|sha256=",
                "github|X-Hub-Signature-256|sha256=75",
                "slack|X-Slack-Signature|v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
                "slack|X-Slack-Request-Timestamp|1531420619",
                "stripe|Stripe-Signature|t=1492774577",
                "stripe|Stripe-Signature|t=1492774577,v0=01c0b7550846f5416a40e66867f572122644ea6ab47d8d921a9923e9da3d6c70",
                "stripe|Stripe-Signature|v1=01c0b7550846f5416a40e66867f572122644ea6ab47d8d921a9923e9da3d6c70",
                "stripe|Stripe-Signature|t=1492774578,v1=01c0b7550846f5416a40e66867f572122644ea6ab47d8d921a9923e9da3d6c70",
                "hmac|X-Timestamp|1700000000",
                "hmac|X-Signature|sha256=zz"
            })
    void refusesASignatureThatIsNone(String name, String header, String value) {
        assertThat(SAMPLES.get(name).with(header, value).verdict()).isInstanceOf(Verdict.Forged.class);
    }

    @Test
    void takesOneGoodSignatureAmongOthers() {
        String good = STANDARD_WEBHOOKS.headers().get("webhook-signature");
        String stripe = STRIPE.headers().get("Stripe-Signature").replace("t=1492774577,", "");

        assertThat(STANDARD_WEBHOOKS
                        .with("webhook-signature", "v1,AAAA v1a,xyz " + good)
                        .verdict())
                .isInstanceOf(Verdict.Authentic.class);
        assertThat(STRIPE.with("Stripe-Signature", "t=1492774577,v1=00,v1=zz," + stripe)
                        .verdict())
                .isInstanceOf(Verdict.Authentic.class);
    }

    @Test
    void refusesAHeaderThatIsThereTwice() {
        SignedRequest twice = new SignedRequest(
                name -> List.of(GITHUB.headers().getOrDefault(name, ""), "sha256=00"),
                GITHUB.body().getBytes(StandardCharsets.UTF_8),
                Instant.ofEpochSecond(GITHUB.second()));

        assertThat(Preset.GITHUB.scheme(GITHUB.secret()).verify(twice)).isInstanceOf(Verdict.Forged.class);
    }

    @Test
    void knowsADeliveryByWhatIsSigned() {
        assertThat(STANDARD_WEBHOOKS.verdict()).isEqualTo(new Verdict.Authentic("msg_p5jXN8AQM9LWM0D4loKWxJek"));
        assertThat(STRIPE.verdict()).isEqualTo(new Verdict.Authentic("id:evt_1"));
        assertThat(GITHUB.with("X-GitHub-Delivery", "1").verdict())
                .isEqualTo(GITHUB.with("X-GitHub-Delivery", "2").verdict());
        assertThat(HMAC.verdict()).isNotEqualTo(TIMED_HMAC.verdict());
    }

    @Test
    void takesHexadecimalDigitsOfEitherCase() {
        String upper = GITHUB.headers().get("X-Hub-Signature-256").substring(7).toUpperCase(Locale.ROOT);

        assertThat(GITHUB.with("X-Hub-Signature-256", "sha256=" + upper).verdict())
                .isInstanceOf(Verdict.Authentic.class);
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void neverRepeatsASecretItRefuses(Preset preset) {
        assertThatThrownBy(() -> preset.requireSecret("s3cret-õ"))
                .hasMessageContaining("secret")
                .hasMessageNotContaining("s3c");
        assertThat(Preset.parse(preset.toString())).isEqualTo(preset);
    }
}
