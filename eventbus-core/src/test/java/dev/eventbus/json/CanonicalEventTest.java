package dev.eventbus.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.Event;
import dev.eventbus.EventMetadata;
import dev.eventbus.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fast readers take must be just what Jackson makes of it; what they leave to it is a matter of speed. */
class CanonicalEventTest {
    private static final int EVENTS = 500;
    private static final int MUTANTS_EACH = 10;

    @Test
    void readsWhatTheCodecWritesWithoutJackson() {
        Random random = new Random(1);
        for (int i = 0; i < EVENTS; i++) {
            Event event = event(random);
            byte[] json = EventCodec.encode(event);

            assertThat(DecodeEvent.parsed(json)).isEqualTo(event);
            assertThat(CanonicalEvent.from(json)).isEqualTo(event);
        }
    }

    @Test
    void neverTakesWhatJacksonRefusesOrReadsOtherwise() {
        Random random = new Random(2);
        int taken = 0;
        for (int i = 0; i < EVENTS; i++) {
            byte[] json = EventCodec.encode(event(random));
            for (int j = 0; j < MUTANTS_EACH; j++) {
                taken += agreesOn(mutant(json, random)) ? 1 : 0;
            }
        }
        assertThat(taken).as("mutants that are canonical still").isGreaterThan(EVENTS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{,\"actor\":\"a\"}",
                "{\"tags\":[\"a\"]\"actor\":\"a\"}",
                "{\"tags\":[\"a\",]}",
                "{\"tags\":[\"a\",\"actor\":\"a\"}",
                "{\"actor\":\"a\",}",
                "{\"filters\":{\"k\":[\"v\"],}}",
                "{\"filters\":{\"k\":[\"v\"],\"k\":[\"w\"]}}",
                "{\"actor\":\"a\",\"actor\":\"b\"}",
                "{\"actor\":\"a\"},\"id\":\"other\"",
                "{\"actor\":\"a\"}}",
                "{\"actor\":\"a\n\"}",
                "{\"actor\":\"a\\x\"}",
            })
    void takesNoBrokenMetadata(String metadata) {
        String json = new String(EventCodec.encode(plain(Payload.NULL)), UTF_8)
                .replace("\"metadata\":{}", "\"metadata\":" + metadata);

        assertThat(CanonicalEvent.from(json.getBytes(UTF_8))).isNull();
        assertThatThrownBy(() -> EventCodec.decode(json.getBytes(UTF_8))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"b\":[true,false,null,-0.5e-7,0,10],\"c\":{\"a\":\"x\",\"d\":{}}}",
                " [ { \"a\" : \"\\\"\\u00e9\\n\" } , [ ] ]\r\n\t",
                "\"größe 🌍\"",
            })
    void knowsPlainValues(String json) {
        assertThat(PlainJson.isOneValue(json.getBytes(UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,}", "{,}", "[1,]", "[,1]", "[1 2]", "[", "\"",
                        "\"\\",
                "\"\\u00g0\"", "\"\\u00", "01", "-", "-a", "1.", ".5", "1e", "1e+", "+1", "tru", "nul", "falsey", "NaN",
                "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "[{\"a\":{\"b\":1,\"b\":1}}]", "1 2", "{} {}", "\"\t\"",
                        "{'a':1}",
            })
    void takesNothingThatIsNoCleanValue(String json) {
        assertThat(PlainJson.isOneValue(json.getBytes(UTF_8))).isFalse();
    }

    @Test
    void leavesWhatIsDeepLongOrWideToJackson() {
        byte[] deep = ("[".repeat(60) + "]".repeat(60)).getBytes(UTF_8);
        byte[] digits = "1".repeat(900).getBytes(UTF_8);
        StringBuilder members = new StringBuilder("{");
        for (int i = 0; i < 1_000; i++) {
            members.append("\"m").append(i).append("\":1,");
        }
        byte[] wide = members.append("\"z\":1}").toString().getBytes(UTF_8);

        for (byte[] json : List.of(deep, digits, wide)) {
            assertThat(PlainJson.isOneValue(json)).isFalse();
            assertThat(Payload.ofJson(json).bytes()).isEqualTo(json);
        }
    }

    /** Whether the fast reader took it; fails where it took what Jackson does not take, or takes for another event. */
    private static boolean agreesOn(byte[] json) {
        Event quick;
        try {
            Json.requireUtf8("event", json);
            quick = CanonicalEvent.from(json);
        } catch (IllegalArgumentException e) {
            assertThatThrownBy(() -> DecodeEvent.parsed(json)).isInstanceOf(IllegalArgumentException.class);
            return false;
        }
        if (quick != null) {
            assertThat(DecodeEvent.parsed(json)).isEqualTo(quick);
        }
        return quick != null;
    }

    /** One byte changed, left out, doubled, or moved: mostly to one that has a meaning in JSON. */
    private static byte[] mutant(byte[] json, Random random) {
        String meaning = "{}[]\",:\\0123e.-+ntu \n";
        int at = random.nextInt(json.length);
        byte other = (byte) meaning.charAt(random.nextInt(meaning.length()));
        byte[] copy = json.clone();
        switch (random.nextInt(4)) {
            case 0 -> copy[at] = other;
            case 1 -> copy = spliced(json, at, at + 1, new byte[0]);
            case 2 -> copy = spliced(json, at, at, new byte[] {other});
            default -> copy[at] = (byte) ('a' + random.nextInt(26));
        }
        return copy;
    }

    private static byte[] spliced(byte[] json, int from, int to, byte[] between) {
        byte[] copy = new byte[json.length - (to - from) + between.length];
        System.arraycopy(json, 0, copy, 0, from);
        System.arraycopy(between, 0, copy, from, between.length);
        System.arraycopy(json, to, copy, from + between.length, json.length - to);
        return copy;
    }

    private static Event event(Random random) {
        Payload payload = Payload.ofJson(value(random, 0).getBytes(UTF_8));
        Map<String, List<String>> filters = random.nextBoolean()
                ? Map.of()
                : Map.of("channel", List.of("web"), "part", List.of("p" + random.nextInt(9), "q"));
        List<String> tags = random.nextBoolean() ? List.of() : List.of("vip", "größe 🌍", "a,b}]");
        EventMetadata metadata = new EventMetadata(
                filters,
                tags,
                maybe(random, "Ünal"),
                maybe(random, "1.0"),
                maybe(random, "crm.deal.closed"),
                maybe(random, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
        return plain(payload).withMetadata(metadata);
    }

    private static Event plain(Payload payload) {
        Instant time = Instant.parse("2026-11-21T08:09:50.007Z");
        return new Event("id", "o", "s", "r:x", "i", "e", time, payload, EventMetadata.EMPTY);
    }

    private static @org.jspecify.annotations.Nullable String maybe(Random random, String text) {
        return random.nextBoolean() ? text : null;
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 3 ? 6 : 9)) {
            case 0 -> "null";
            case 1 -> "true";
            case 2 -> Double.toString(random.nextGaussian() * 1e9);
            case 3 -> "-" + random.nextInt(1_000);
            case 4 -> "\"text\\n\\\" 世界 \\u00e9\"";
            case 5 -> "\"\"";
            case 6 -> "[" + value(random, depth + 1) + ", " + value(random, depth + 1) + "]";
            case 7 -> "{\"a\" : " + value(random, depth + 1) + ",\"b\":" + value(random, depth + 1) + "}";
            default -> "{\"a\":{\"a\":" + value(random, depth + 1) + "},\"größe\":[]}";
        };
    }
}
