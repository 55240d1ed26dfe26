package dev.eventbus.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Event;
import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import dev.eventbus.Payload;
import dev.eventbus.extensions.EventEnvelope;
import dev.eventbus.extensions.EventHandler;
import dev.eventbus.extensions.HandlerResult;
import dev.eventbus.extensions.InProcessEventGateway;
import dev.eventbus.extensions.PlatformEventHandler;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationTest {
    static class Reader implements PlatformEventHandler {
        @EventHandler(eventKey = "platform.notification")
        void on(Notification notification, EventEnvelope event) {}
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"message":"m"}                               | $.channel | channel must be given
            {"channel":null,"message":"m"}                | $.channel | channel must be given
            {"channel":"two words","message":"m"}         | $.channel | channel must match
            {"channel":"","message":"m"}                  | $.channel | channel must match
            {"channel":["deals"],"message":"m"}           | $.channel | does not fit
            {"channel":"deals"}                           | $.message | message must be given
            {"channel":"deals","message":" "}             | $.message | message must be a text of 1 to 4000
            {"channel":"deals","message":"a\\u0000b"}     | $.message | must not contain NUL
            {"channel":"deals","message":"\\ud800"}       | $.message | half a surrogate pair
            {"channel":"deals","message":{}}              | $.message | does not fit
            {"channel":"deals","message":"m","sender":"a\\nb"} | $.sender | sender must be
            []                                            | $         | does not fit
            """)
    void aPayloadThatDoesNotFitIsGivenUpAtOnceAndNamesThePlace(String json, String path, String reason) {
        assertThat(read(json)).isInstanceOfSatisfying(HandlerResult.Failed.class, failed -> {
            assertThat(failed.isPermanent()).isTrue();
            assertThat(failed.jsonPath()).isEqualTo(path);
            assertThat(failed.reason()).contains(reason);
        });
    }

    @Test
    void takesFourThousandCharactersAndNoMore() {
        String longest = "€".repeat(3_999) + "😀";

        assertThat(read("{\"channel\":\"deals\",\"message\":\"" + longest + "\"}"))
                .isEqualTo(HandlerResult.HANDLED);
        assertThat(read("{\"channel\":\"deals\",\"message\":\"" + longest + "x\"}"))
                .isInstanceOfSatisfying(
                        HandlerResult.Failed.class,
                        failed -> assertThat(failed.reason()).endsWith("was 4001"));
    }

    private static HandlerResult read(String json) {
        Event event = EventDraft.of(Payload.wrap(json.getBytes(StandardCharsets.UTF_8)))
                .toEvent(EventContext.of("demo", "crm"), "platform.notification", () -> "e1", InstantSource.system());
        try (InProcessEventGateway gateway = InProcessEventGateway.create()) {
            gateway.register("chat", new Reader());
            return gateway.dispatch("chat", event)
                    .getFirst()
                    .result()
                    .toCompletableFuture()
                    .join();
        }
    }
}
