package dev.eventbus.it.flow;

import static dev.eventbus.it.Platform.eventually;
import static dev.eventbus.it.Socket.isOfType;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.it.Api;
import dev.eventbus.it.Messages;
import dev.eventbus.it.Platform;
import dev.eventbus.it.SharedStack;
import dev.eventbus.it.Socket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class OneEventThroughEveryProcessIT {

    private static final String NOTIFICATIONS = "/api/workspaces/demo/notifications";

    private final Platform platform;
    private final Api ann;
    private final Api bob;

    OneEventThroughEveryProcessIT(Platform platform) {
        this.platform = platform;
        this.ann = platform.as(SharedStack.ANN);
        this.bob = platform.as(SharedStack.BOB);
    }

    @Test
    void aMessageReachesSocketWebhookEventLogAndTheOtherParticipantsInbox() {
        try (Socket anns = Socket.open(ann).subscribed(1, "conversation.message_posted");
                Socket bobs = Socket.open(bob).subscribed(7, "conversation.message_posted")) {
            String eventId = ann.publish(Messages.posted("conv_1", ann.userId(), bob.userId(), "Hello Bob"));

            JsonNode event = bobs.await(frame -> isEvent(frame, eventId));
            assertThat(event.path("ref").get(0).asInt()).isEqualTo(7);
            assertThat(event.path("position").asText()).isNotEmpty();
            assertThat(event.path("event").path("payload").path("text").asText())
                    .isEqualTo("Hello Bob");

            JsonNode notification = bobs.await(frame -> isNotification(frame, eventId));
            bobs.send(Map.of(
                    "type",
                    "ack",
                    "notificationId",
                    notification.path("notificationId").asText()));
            anns.await(frame -> isEvent(frame, eventId));

            String id = notification.path("notificationId").asText();
            eventually().until(() -> status(id), "DELIVERED"::equals);
            bob.post(NOTIFICATIONS + "/" + id + "/read", Map.of());
            eventually().until(() -> status(id), "READ"::equals);

            assertThat(notificationsOf(ann, eventId)).isEmpty();
            assertThat(anns.frames("notification")).isEmpty();
            assertReceivedOnceWithItsEnvelope(eventId);
            assertLogged(eventId);
        }
    }

    @Test
    void theExampleOfTheEventsApiReachesTheReceiver() {
        String eventId = ann.publish(Map.of(
                "eventKey", "crm.deal.closed",
                "schemaVersion", "1.0",
                "payload", Map.of("dealId", "deal_1", "amount", 1000)));

        eventually().until(() -> platform.receivedEventIds().contains(eventId));
        eventually()
                .until(() ->
                        Platform.each(log("?eventKey=crm.deal.closed"), "id").contains(eventId));
    }

    private void assertReceivedOnceWithItsEnvelope(String eventId) {
        eventually().until(() -> platform.receivedEventIds().contains(eventId));
        List<JsonNode> envelopes = platform.receivedEnvelopes().stream()
                .filter(envelope -> envelope.path("message_id").asText().equals(eventId))
                .toList();

        assertThat(envelopes).hasSize(1);
        JsonNode envelope = envelopes.getFirst();
        assertThat(envelope.path("subject").asText())
                .startsWith("events.demo.")
                .contains(".conversation.message_posted.conv_1");
        assertThat(envelope.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
        assertThat(envelope.path("data").path("id").asText()).isEqualTo(eventId);
        assertThat(envelope.path("data").path("payload").path("text").asText()).isEqualTo("Hello Bob");
    }

    private void assertLogged(String eventId) {
        eventually()
                .until(() -> Platform.each(log("?eventKey=conversation.message_posted&resourceId=conv_1"), "id")
                        .contains(eventId));
    }

    private JsonNode log(String query) {
        return ann.get("/api/workspaces/demo/events" + query).expect(200).body().path("items");
    }

    private String status(String notificationId) {
        return Platform.allPages(bob, NOTIFICATIONS).stream()
                .filter(notification -> notification.path("id").asText().equals(notificationId))
                .map(notification -> notification.path("status").asText())
                .findFirst()
                .orElse("absent");
    }

    private static List<JsonNode> notificationsOf(Api user, String eventId) {
        return Platform.allPages(user, NOTIFICATIONS).stream()
                .filter(notification -> notification.path("eventId").asText().equals(eventId))
                .toList();
    }

    private static boolean isEvent(JsonNode frame, String eventId) {
        return isOfType(frame, "event")
                && frame.path("event").path("id").asText().equals(eventId);
    }

    private static boolean isNotification(JsonNode frame, String eventId) {
        return isOfType(frame, "notification")
                && frame.path("notification").path("eventId").asText().equals(eventId);
    }
}
