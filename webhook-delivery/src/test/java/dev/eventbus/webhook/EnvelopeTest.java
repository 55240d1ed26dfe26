package dev.eventbus.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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
        Envelope envelope = new Envelope("/streams/S", "s", bytes("1"), STORED, id);

        assertThat(text(envelope.toContent(EnvelopeFormat.STANDARD))).endsWith("\"message_id\":\"" + written + "\"}");
    }

    @ParameterizedTest
    @EnumSource
    void givesTheSameBytesEveryTime(EnvelopeFormat format) {
        Envelope envelope = new Envelope("/streams/S", "a.b", bytes("{\"z\":1,\"a\":2}"), STORED, "m");

        assertThat(envelope.toContent(format).bytes())
                .isEqualTo(envelope.toContent(format).bytes());
    }

    @Test
    void writesStructuredCloudEvents() {
        Content content = envelope(bytes("{\"b\":1.50}")).toContent(EnvelopeFormat.CLOUDEVENTS);

        assertThat(content.type()).startsWith("application/cloudevents+json");
        assertThat(text(content))
                .isEqualTo("{\"specversion\":\"1.0\",\"id\":\"nats-msg-12345\",\"source\":\"/streams/EVENTS\","
                        + "\"type\":\"stripe.drupal\",\"time\":\"2026-04-21T08:09:50Z\","
                        + "\"datacontenttype\":\"application/json\",\"data\":{\"b\":1.50}}");
    }

    @Test
    void writesStructuredCloudEventsOfTextAndBytes() {
        assertThat(text(envelope(bytes("hi")).toContent(EnvelopeFormat.CLOUDEVENTS)))
                .contains("\"datacontenttype\":\"text/plain; charset=utf-8\",\"data\":\"hi\"}");
        assertThat(text(envelope(new byte[] {(byte) 0xFF}).toContent(EnvelopeFormat.CLOUDEVENTS)))
                .contains("\"datacontenttype\":\"application/octet-stream\",\"data_base64\":\"/w==\"}");
    }

    @Test
    void writesBinaryCloudEvents() {
        byte[] data = bytes("{\"b\":1.50}");
        Content content = new Envelope("/streams/EVENTS", "a.b", data, STORED, "é \"%")
                .toContent(EnvelopeFormat.CLOUDEVENTS_BINARY);

        assertThat(content.bytes()).isEqualTo(data);
        assertThat(content.type()).isEqualTo("application/json");
        assertThat(content.headers())
                .containsExactly(
                        entry("ce-specversion", "1.0"),
                        entry("ce-id", "%C3%A9%20%22%25"),
                        entry("ce-source", "/streams/EVENTS"),
                        entry("ce-type", "a.b"),
                        entry("ce-time", "2026-04-21T08:09:50Z"));
    }

    @ParameterizedTest
    @CsvSource({"{}, application/json", "hi, text/plain; charset=utf-8", "'', text/plain; charset=utf-8"})
    void sendsRawDataAsWhatItIs(String data, String type) {
        Content content = envelope(bytes(data)).toContent(EnvelopeFormat.RAW);

        assertThat(content.bytes()).isEqualTo(bytes(data));
        assertThat(content.type()).isEqualTo(type);
        assertThat(content.headers()).isEmpty();
    }

    private static String json(byte[] data) {
        return text(envelope(data).toContent(EnvelopeFormat.STANDARD));
    }

    private static Envelope envelope(byte[] data) {
        return new Envelope("/streams/EVENTS", "stripe.drupal", data, STORED, "nats-msg-12345");
    }

    private static String text(Content content) {
        return new String(content.bytes(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
