package dev.eventbus.notifications.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.eventbus.notifications.inbox.Notification;
import dev.eventbus.notifications.inbox.Outgoing;
import dev.eventbus.notifications.inbox.Owner;
import dev.eventbus.notifications.inbox.Status;
import dev.eventbus.notifications.inbox.Unread;
import dev.eventbus.notifications.rule.ChannelKind;
import dev.eventbus.notifications.rule.Priority;
import dev.eventbus.notifications.signal.Signals;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class WebSocketChannelTest {
    private final List<String> sent = new ArrayList<>();
    private CompletionStage<byte[]> answer =
            CompletableFuture.completedStage("{\"acked\":true}".getBytes(StandardCharsets.UTF_8));

    private final WebSocketChannel channel = new WebSocketChannel(
            new Signals() {
                @Override
                public void broadcast(String channel, byte[] body) {
                    sent.add(channel + ' ' + new String(body, StandardCharsets.UTF_8));
                }

                @Override
                public CompletionStage<byte[]> request(String channel, byte[] body, Duration timeout) {
                    broadcast(channel, body);
                    return answer;
                }
            },
            new Frames(new ObjectMapper()
                    .registerModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)));

    private static Outgoing outgoing() {
        Instant at = Instant.parse("2026-11-21T08:09:50.123Z");
        Notification notification = new Notification(
                "n-1",
                "demo",
                "new-message",
                Priority.NORMAL,
                "New message",
                "hi",
                Status.CREATED,
                "evt-1",
                "conversation.message_posted",
                "conv-1",
                at,
                null,
                null,
                null,
                null);
        return new Outgoing(new Owner("demo", "user-1"), notification, new Unread(3, 7), ChannelKind.WEBSOCKET, at);
    }

    private Outcome outcome() {
        return channel.send(outgoing()).toCompletableFuture().join();
    }

    @Test
    void sendsTheNotificationWithItsCountToTheUsersChannel() {
        outcome();

        assertThat(sent)
                .containsExactly("notify.demo.user-1 {\"type\":\"notification\",\"notificationId\":\"n-1\","
                        + "\"notification\":{\"id\":\"n-1\",\"workspaceId\":\"demo\",\"rule\":\"new-message\","
                        + "\"priority\":\"NORMAL\",\"title\":\"New message\",\"body\":\"hi\",\"status\":\"CREATED\","
                        + "\"eventId\":\"evt-1\",\"eventKey\":\"conversation.message_posted\",\"resourceId\":\"conv-1\","
                        + "\"createdAt\":\"2026-11-21T08:09:50.123Z\",\"deliveredAt\":null,\"readAt\":null},"
                        + "\"unread\":{\"count\":3,\"version\":7}}");
    }

    @Test
    void isDeliveredOnlyWhenAClientConfirmed() {
        assertThat(outcome()).isEqualTo(new Outcome.Delivered());

        answer = CompletableFuture.completedStage("{\"acked\":false}".getBytes(StandardCharsets.UTF_8));
        assertThat(outcome()).isEqualTo(new Outcome.Sent("not confirmed by a client"));

        answer = CompletableFuture.failedStage(new TimeoutException());
        assertThat(outcome()).isEqualTo(new Outcome.Sent("no confirmation within 5 s"));
    }

    @Test
    void staysQueuedWhenThereIsNoConnection() {
        answer = CompletableFuture.failedStage(new IllegalStateException("not connected"));

        assertThat(outcome())
                .isInstanceOf(Outcome.Postponed.class)
                .extracting(Outcome::state)
                .isEqualTo("QUEUED");
    }

    @Test
    void mirrorsTheUnreadCount() {
        channel.show(new Owner("demo", "user-1"), new Unread(2, 8), null);

        assertThat(sent).containsExactly("notify.demo.user-1 {\"type\":\"unread\",\"count\":2,\"version\":8}");
    }
}
