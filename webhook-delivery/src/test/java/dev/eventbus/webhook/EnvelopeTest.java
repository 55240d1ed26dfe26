package dev.eventbus.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final Instant STORED = Instant.parse("2026-04-21T08:09:50.987654321Z");

    @Test
    void hasTheFieldsOfTheContract() {
        assertThat(json(bytes("{\"id\":\"evt_1\"}")))
                .isEqualTo("{\"subject\":\"stripe.drupal\",\"data\":{\"id\":\"evt_1\"},"
                        + "\"timestamp\":\"2026-04-21T08:09:50Z\",\"message_id\":\"nats-msg-12345\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "0",
                "-0.0e-7",
                "12345678901234567890123.4500",
                "true",
                "null",
                "\"text\"",
                " { \"b\" : 1 , \"a\" : [ 1 , { } ] }\n",
                "{\"a\":1,\"a\":2}",
                "\"\\u00e9\\/\\\"é\"",
                "[[],[[]],{\"x\":{}}]",
                "\"\\ud800\"",
                "1E400"
            })
    void splicesJsonInByteForByte(String data) {
        assertThat(json(bytes(data)))
                .contains("\"data\":" + data + ",\"timestamp\"")
                .doesNotContain("data_encoding");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hello",
                "{",
                "{]",
                "[1,]",
                "{\"a\":1,}",
                "{\"a\"}",
                "{1:2}",
                "01",
                "1.",
                ".5",
                "+1",
                "1e",
                "-",
                "tru",
                "nullx",
                "\"open",
                "\"\t\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "1 2",
                "{}{}",
                "[1 2]",
                "[,1]",
                "{,}",
                "]",
                "NaN",
                "'a'",
                "// c\n1",
                "\ufeff{}"
            })
    void makesAStringOfTextThatIsNotJson(String data) {
        String string = JsonString.quoted(data);

        assertThat(json(bytes(data)))
                .contains("\"data\":" + string + ",\"timestamp\"")
                .doesNotContain("data_encoding");
    }

    @Test
    void encodesBytesThatAreNotText() {
        byte[] overlongSlash = {'"', (byte) 0xC0, (byte) 0xAF, '"'};

        assertThat(json(overlongSlash)).contains("\"data\":\"IsCvIg==\",\"data_encoding\":\"base64\",\"timestamp\"");
    }

    @Test
    void takesJsonOfAnyDepth() {
        String deep = "[".repeat(200_000) + "]".repeat(200_000);

        assertThat(json(bytes(deep))).contains("\"data\":[[[").hasSizeGreaterThan(400_000);
        assertThat(JsonText.isOneValue(bytes(deep + "]"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"a\"b, a\\\"b", "a\\b, a\\\\b", "'a\nb', a\\nb", "'a\u0000b', a\\u0000b", "'a\u2028b', a\\u2028b"})
    void escapesTheMessageId(String id, String written) {
        Envelope envelope = new Envelope("s", bytes("1"), STORED, id);

        assertThat(new String(envelope.toJson(), StandardCharsets.UTF_8))
                .endsWith("\"message_id\":\"" + written + "\"}");
    }

    @Test
    void givesTheSameBytesEveryTime() {
        Envelope envelope = new Envelope("a.b", bytes("{\"z\":1,\"a\":2}"), STORED, "m");

        assertThat(envelope.toJson()).isEqualTo(envelope.toJson());
    }

    private static String json(byte[] data) {
        Envelope envelope = new Envelope("stripe.drupal", data, STORED, "nats-msg-12345");
        return new String(envelope.toJson(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
