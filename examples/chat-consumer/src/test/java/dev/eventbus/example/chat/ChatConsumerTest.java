package dev.eventbus.example.chat;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.eventbus.Event;
import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import dev.eventbus.extensions.HandlerResult;
import dev.eventbus.extensions.InProcessEventGateway;
import dev.eventbus.extensions.PlatformEventHandler;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ChatConsumerTest {
    private final InProcessEventGateway gateway = InProcessEventGateway.create();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ChatConsumer.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void register() {
        lines.start();
        logger.addAppender(lines);
        gateway.register("chat-consumer", new ChatConsumer());
    }

    @AfterEach
    void close() {
        gateway.close();
        logger.detachAppender(lines);
    }

    @Test
    void writesALineForAMessageAndForADeal() {
        Map<String, String> message = Map.of("id", "m1", "channel", "deals", "sender", "bot", "message", "Hello!");

        assertThat(dispatch("chat.message.received", message)).containsExactly(HandlerResult.HANDLED);
        assertThat(dispatch("crm.deal.closed", Map.of("dealId", "d1"))).containsExactly(HandlerResult.HANDLED);
        assertThat(dispatch("crm.product.created", Map.of())).isEmpty();

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Chat message was received. id=m1 channel=deals sender=bot",
                        "Deal changed. what=crm.deal.closed dealId=d1 workspace=demo");
    }

    @Test
    void givesUpADealWithoutAnId() {
        assertThat(dispatch("crm.deal.lost", Map.of()))
                .singleElement()
                .isInstanceOfSatisfying(
                        HandlerResult.Failed.class,
                        failed -> assertThat(failed.jsonPath()).isEqualTo("$.dealId"));
    }

    @Test
    void isFoundAsTheGatewayFindsIt() {
        assertThat(ServiceLoader.load(PlatformEventHandler.class))
                .singleElement()
                .isInstanceOf(ChatConsumer.class);
        assertThat(ChatConsumer.class.getResource("/META-INF/native-image/dev.eventbus.extensions/"
                        + ChatConsumer.class.getName() + "/reachability-metadata.json"))
                .isNotNull();
    }

    private List<HandlerResult> dispatch(String eventKey, Map<String, String> payload) {
        Event event = EventDraft.of(payload)
                .toEvent(EventContext.of("demo", "crm"), eventKey, () -> "e1", InstantSource.system());
        return gateway.dispatch("chat-consumer", event).stream()
                .map(call -> call.result().toCompletableFuture().join())
                .toList();
    }
}
