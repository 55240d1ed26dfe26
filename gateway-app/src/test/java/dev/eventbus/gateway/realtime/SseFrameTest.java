package dev.eventbus.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Position;
import org.junit.jupiter.api.Test;

class SseFrameTest {
    @Test
    void writesAnEventOnOneLineWhateverItsPayloadLooksLike() {
        String event = "{\"a\":\r\n\n{ \"b\": \"\\n\\nevent: x\" }\r}";

        assertThat(SseFrame.event(new Position(7), event))
                .isEqualTo("id: 7\ndata: {\"a\":   { \"b\": \"\\n\\nevent: x\" } }\n\n");
    }

    @Test
    void leavesTheLastPositionStandingForEventsWithoutOne() {
        assertThat(SseFrame.event(Position.NONE, "{}")).isEqualTo("data: {}\n\n");
    }

    @Test
    void saysWhereToGoOnAndWhatIsMissing() {
        assertThat(SseFrame.hello(new Position(41))).isEqualTo("retry: 2000\nid: 41\n\n");
        assertThat(SseFrame.hello(Position.NONE)).isEqualTo("retry: 2000\nid: 0\n\n");
        assertThat(SseFrame.gap(new Gap(3, 9))).isEqualTo("event: gap\nid: 9\ndata: {\"from\":\"3\",\"to\":\"9\"}\n\n");
    }
}
