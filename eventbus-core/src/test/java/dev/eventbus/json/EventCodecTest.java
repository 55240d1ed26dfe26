package dev.eventbus.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.Event;
import dev.eventbus.EventMetadata;
import dev.eventbus.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
    private static final String PAYLOAD =
            "{ \"z\":1.10, \"a\":123456789012345678901234567890, \"text\":\"Grüße, 世界 🌍 \\u00e9\\/\", \"e\":1E+2,\n \"n\":null }";

    private static final Event FULL = new Event(
            "01JD0000000000000000000000",
            "org_123",
            "conversations",
            "deal:stage",
            "conv_1",
            "message_posted",
            Instant.parse("2026-11-21T08:09:50.1Z"),
            Payload.ofJson(PAYLOAD.getBytes(UTF_8)),
            new EventMetadata(
                    Map.of("participant", List.of("part_9", "part_789"), "channel", List.of("web")),
                    List.of("größe 🌍", "\"quoted\"\n"),
                    "Ünal 世界",
                    "1.0",
                    "conversation.message_posted"));

    @Test
    void writesTheGoldenFile() throws Exception {
        assertThat(new String(EventCodec.encode(FULL), UTF_8)).isEqualTo(golden());
    }

    @Test
    void readsTheGoldenFile() throws Exception {
        Event event = EventCodec.decode(golden().getBytes(UTF_8));

        assertThat(event).isEqualTo(FULL);
        assertThat(new String(event.payload().bytes(), UTF_8)).isEqualTo(PAYLOAD);
    }

    @Test
    void leavesEmptyMetadataOut() {
        Event plain = event(Payload.NULL);

        assertThat(new String(EventCodec.encode(plain), UTF_8))
                .isEqualTo("{\"id\":\"id\",\"organizationId\":\"o\",\"source\":\"s\",\"resource\":\"r\","
                        + "\"resourceId\":\"i\",\"eventName\":\"e\",\"timestamp\":\"2026-11-21T08:09:50.000Z\","
                        + "\"payload\":null,\"metadata\":{}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "0",
                "-0.0",
                "1e400",
                "9007199254740993",
                "\"\"",
                "\"ü\"",
                "\"a\\\"}, b\"",
                "\"🌍\"",
                "[]",
                "{}",
                "[1,\"]\",{\"}\":\"{\"}]",
                "{\"payload\":{\"payload\":1},\"metadata\":2}",
                "{\"b\":1,\"a\":2}"
            })
    void payloadBytesSurviveTheTrip(String json) {
        Event event = event(Payload.ofJson(json.getBytes(UTF_8)));

        Event back = EventCodec.decode(EventCodec.encode(event));

        assertThat(new String(back.payload().bytes(), UTF_8)).isEqualTo(json);
        assertThat(back).isEqualTo(event);
    }

    @Test
    void findsThePayloadBehindMultiByteTextAndUnknownMembers() {
        String json =
                "{\"unknown\":{\"ü\":[\"世界\",\"🌍\"]},\"metadata\":{\"actor\":\"世界🌍\",\"x\":{}},\"payload\" : \"é🌍\" ,"
                        + "\"eventName\":\"e\",\"resourceId\":\"i\",\"resource\":\"r\",\"source\":\"s\",\"organizationId\":\"o\","
                        + "\"timestamp\":\"2026-11-21T08:09:50Z\",\"id\":\"id\"}";

        Event event = EventCodec.decode(json.getBytes(UTF_8));

        assertThat(new String(event.payload().bytes(), UTF_8)).isEqualTo("\"é🌍\"");
        assertThat(event.metadata().actor()).isEqualTo("世界🌍");
    }

    @Test
    void whatAPayloadMayNestAnEventMayCarry() {
        Event deep = event(Payload.ofJson(nested(Json.MAX_DEPTH)));

        assertThat(EventCodec.decode(EventCodec.encode(deep))).isEqualTo(deep);
        assertThatThrownBy(() -> Payload.ofJson(nested(Json.MAX_DEPTH + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("depth (65)");
    }

    @Test
    void whiteSpaceAroundAPayloadIsNotPartOfIt() {
        Payload payload = Payload.ofJson(" \r\n\t{ \"a\": 1 }\n".getBytes(UTF_8));

        assertThat(new String(payload.bytes(), UTF_8)).isEqualTo("{ \"a\": 1 }");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{} {}",
                "1 2",
                "{\"a\":1,\"a\":2}",
                "[{\"a\":{\"b\":1,\"b\":1}}]",
                "{'a':1}",
                "NaN",
                "01",
                "{\"a\":1,}",
                "\"\u0001\"",
                "\ufeff{}"
            })
    void refusesPayloadsThatAreNotOneCleanValue(String json) {
        assertThatThrownBy(() -> Payload.ofJson(json.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("payload must be");
    }

    @Test
    void refusesPayloadsOfAnotherEncoding() {
        assertThatThrownBy(() -> Payload.ofJson("{\"a\":1}".getBytes(StandardCharsets.UTF_16)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Payload.ofJson("\"é\"".getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessageStartingWith("payload must be UTF-8");
        byte[] loneSurrogate = {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'};
        assertThatThrownBy(() -> Payload.ofJson(loneSurrogate)).hasMessageStartingWith("payload must be UTF-8");
    }

    @Test
    void refusesNumbersTooLong() {
        assertThatThrownBy(() -> Payload.ofJson("1".repeat(1_001).getBytes(UTF_8)))
                .hasMessageStartingWith("payload must be valid JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"id\":\"id\"|\"id\":7|id must be a string",
                "\"id\":\"id\"|\"id\":\"a b\"|id must match",
                "\"id\":\"id\"|\"x\":1|id must be given, was missing",
                "\"source\":\"s\"|\"source\":null|source must be a string",
                "\"resource\":\"r\"|\"resource\":\"r:\"|resource must be 1 to 14 parts",
                "\"eventName\":\"e\"|\"eventName\":\"\"|eventName must match",
                "2026-11-21T08:09:50.000Z|yesterday|timestamp must be RFC 3339",
                "\"payload\":null|\"other\":null|payload must be given, was missing",
                "\"metadata\":{}|\"metadata\":[]|metadata must be an object",
                "\"metadata\":{}|\"metadata\":{\"filters\":[]}|metadata.filters must be an object",
                "\"metadata\":{}|\"metadata\":{\"filters\":{\"k\":\"v\"}}|metadata.filters.\"k\" must be an array of strings",
                "\"metadata\":{}|\"metadata\":{\"filters\":{\"k\":[1]}}|metadata.filters.\"k\" must be a string",
                "\"metadata\":{}|\"metadata\":{\"filters\":{\"k\":[]}}|filter k must have a value",
                "\"metadata\":{}|\"metadata\":{\"tags\":{}}|metadata.tags must be an array of strings",
                "\"metadata\":{}|\"metadata\":{\"actor\":{}}|metadata.actor must be a string",
                "\"metadata\":{}|\"metadata\":{|event must be valid JSON",
                "\"metadata\":{}|\"id\":\"id\"|event must be valid JSON: Duplicate field 'id'",
            })
    void namesTheFieldThatIsWrong(String right, String wrong, String message) {
        String json = new String(EventCodec.encode(event(Payload.NULL)), UTF_8);
        assertThat(json).contains(right);

        assertThatThrownBy(() -> EventCodec.decode(json.replace(right, wrong).getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{}", "{} {}", "\u0000"})
    void refusesWhatIsNoEvent(String json) {
        assertThatThrownBy(() -> EventCodec.decode(json.getBytes(UTF_8))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyTruncationIsRefusedInWords() throws Exception {
        byte[] whole = golden().getBytes(UTF_8);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> EventCodec.decode(part)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Event event(Payload payload) {
        Instant time = Instant.parse("2026-11-21T08:09:50Z");
        return new Event("id", "o", "s", "r", "i", "e", time, payload, EventMetadata.EMPTY);
    }

    private static byte[] nested(int depth) {
        return ("[".repeat(depth) + "]".repeat(depth)).getBytes(UTF_8);
    }

    private static String golden() throws IOException {
        try (InputStream file = EventCodecTest.class.getResourceAsStream("event.json")) {
            return new String(file.readAllBytes(), UTF_8).strip();
        }
    }
}
