package dev.eventbus.gateway.channels.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceivedBodyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"b\":1.10,\"a\":12345678901234567890} | {\"b\":1.10,\"a\":12345678901234567890}",
                "~ {\"a\": 1}\n~ | {\"a\": 1}",
                "[1,{}] | {\"contentType\":\"t\",\"body\":[1,{}]}",
                "7 | {\"contentType\":\"t\",\"body\":7}",
                "\"x\" | {\"contentType\":\"t\",\"body\":\"x\"}",
                "a=1&b=%20 | {\"contentType\":\"t\",\"body\":\"a=1&b=%20\"}",
                "~~ | {\"contentType\":\"t\",\"body\":\"\"}",
                "{\"a\":1,\"a\":2} | {\"contentType\":\"t\",\"body\":\"{\\\"a\\\":1,\\\"a\\\":2}\"}",
                "{\"a\":1}{\"b\":2} | {\"contentType\":\"t\",\"body\":\"{\\\"a\\\":1}{\\\"b\\\":2}\"}",
                "1,\"x\":2 | {\"contentType\":\"t\",\"body\":\"1,\\\"x\\\":2\"}",
                "{\"a\":\"\\u0000\"} | {\"contentType\":\"t\",\"body\":\"{\\\"a\\\":\\\"\\\\u0000\\\"}\"}"
            })
    void isThePayloadOrIsWrappedInOne(String body, String payload) {
        byte[] made =
                ReceivedBody.of(body.getBytes(StandardCharsets.UTF_8), "t").bytes();

        assertThat(new String(made, StandardCharsets.UTF_8)).isEqualTo(payload);
    }

    @Test
    void keepsWhatIsNoTextAsBase64() {
        byte[] made = ReceivedBody.of(new byte[] {(byte) 0xFF, 0, 1}, null).bytes();

        assertThat(new String(made, StandardCharsets.UTF_8))
                .isEqualTo("{\"contentType\":\"\",\"bodyBase64\":\"/wAB\"}");
    }

    @Test
    void takesAlongWhatTellsDeliveriesApartAndNoSecret() {
        Map<String, List<String>> headers = new TreeMap<>(Map.of(
                "X-GitHub-Event", List.of("push"),
                "X-GitHub-Delivery", List.of("d-1"),
                "X-Hub-Signature-256", List.of("sha256=00"),
                "Authorization", List.of("Bearer t"),
                "Cookie", List.of("a=b"),
                "X-Token-Event", List.of("t"),
                "Webhook-Id", List.of("two", "values"),
                "X-Long-Topic", List.of("x".repeat(201)),
                "Content-Type", List.of("application/json")));

        assertThat(Said.tags(headers.keySet(), headers::get))
                .containsExactly("content-type: application/json", "x-github-delivery: d-1", "x-github-event: push");
    }
}
