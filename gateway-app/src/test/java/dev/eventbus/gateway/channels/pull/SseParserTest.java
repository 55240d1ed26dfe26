package dev.eventbus.gateway.channels.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SseParserTest {
    private final SseParser parser = new SseParser();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data: a\\n\\n                       | null message a",
                "data:a\\n\\n                        | null message a",
                "data:  a\\n\\n                      | null message ␣a",
                "data: a\\r\\n\\r\\n                 | null message a",
                "data: a\\r\\r                       | null message a",
                "data: a\\ndata: b\\n\\n             | null message a⏎b",
                "data\\n\\n                          | null message ",
                "id: 7\\nevent: made\\ndata: a\\n\\n | 7 made a",
                "id\\ndata: a\\n\\n                  | ␣ message a",
                ": comment\\n\\n                     | none",
                "event: made\\n\\n                   | none",
                "id: 7\\n\\n                         | none",
                "data: a\\n                          | none",
                "nonsense: a\\n\\n                   | none"
            })
    void readsWhatTheStandardSays(String stream, String expected) {
        List<SseEvent> events = parser.feed(unescaped(stream));

        assertThat(events.isEmpty() ? "none" : said(events.getFirst()).strip()).isEqualTo(expected.strip());
    }

    @Test
    void doesNotMindWhereThePartsAreCut() {
        byte[] stream =
                "\uFEFFid: 1\r\ndata: ö\r\n\r\nretry: 1500\rid: 2\rdata: b\r\r".getBytes(StandardCharsets.UTF_8);
        List<SseEvent> events = new ArrayList<>();

        for (byte b : stream) {
            events.addAll(parser.feed(new byte[] {b}));
        }

        assertThat(events)
                .containsExactly(new SseEvent("1", "message", "ö", false), new SseEvent("2", "message", "b", false));
        assertThat(parser.retry()).isEqualTo(Duration.ofMillis(1_500));
    }

    @Test
    void givesEachEventItsOwnIdOnly() {
        List<SseEvent> events = parser.feed(bytes("id: 1\ndata: a\n\ndata: b\n\n"));

        assertThat(events).extracting(SseEvent::id).containsExactly("1", null);
    }

    @Test
    void tellsOfAnEventThatIsTooLargeAndGoesOn() {
        String line = "data: " + "x".repeat(400_000) + "\n";
        List<SseEvent> events = new ArrayList<>();

        events.addAll(parser.feed(bytes("id: 1\n" + line + line + line + "\ndata: b\n\n")));
        events.addAll(parser.feed(bytes("id: 3\ndata: " + "x".repeat(2_000_000))));
        events.addAll(parser.feed(bytes("\n\nid: 4\ndata: c\n\n")));

        assertThat(events)
                .containsExactly(
                        new SseEvent("1", "message", "", true),
                        new SseEvent(null, "message", "b", false),
                        new SseEvent("3", "message", "", true),
                        new SseEvent("4", "message", "c", false));
    }

    @ParameterizedTest
    @CsvSource({"0,500", "700,700", "999999999,300000", "-1,", "x,", "9999999999,"})
    void honoursRetryWithinBounds(String said, Long millis) {
        parser.feed(bytes("retry: " + said + "\n"));

        assertThat(parser.retry()).isEqualTo(millis == null ? null : Duration.ofMillis(millis));
    }

    private static String said(SseEvent event) {
        String id = "".equals(event.id()) ? "␣" : String.valueOf(event.id());
        String data = event.data().replace("\n", "⏎").replace(" ", "␣");
        return id + " " + event.type() + " " + data;
    }

    private static byte[] unescaped(String stream) {
        return bytes(stream.strip().replace("\\n", "\n").replace("\\r", "\r"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
