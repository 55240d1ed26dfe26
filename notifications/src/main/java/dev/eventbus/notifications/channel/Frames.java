package dev.eventbus.notifications.channel;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventbus.notifications.inbox.Notification;
import dev.eventbus.notifications.inbox.Outgoing;
import dev.eventbus.notifications.inbox.Owner;
import dev.eventbus.notifications.inbox.Unread;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON texts that travel between this process, the gateways and, passed through by them, the clients. */
@Singleton
@RegisterForReflection // its records, for native images
final class Frames {
    private final ObjectMapper mapper;

    Frames(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    private record NotificationFrame(String type, String notificationId, Notification notification, Unread unread) {}

    private record UnreadFrame(
            String type,
            int count,
            long version,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Notification notification) {}

    private record Reply(boolean ok) {}

    private record GatewayAnswer(boolean acked) {}

    private record Connected(@Nullable List<String> connected) {}

    private record WhoIsConnected(String workspaceId, List<String> userIds) {}

    private record Joined(
            @Nullable String workspaceId, @Nullable String userId) {}

    /**
     * What a client did, as its gateway tells it.
     *
     * @param action {@code ack} or {@code read}
     */
    record ClientAction(String action, String workspaceId, String userId, String notificationId) {
        ClientAction {
            if (action == null || workspaceId == null || userId == null || notificationId == null) {
                throw new IllegalArgumentException(
                        "client action must have action, workspaceId, userId and notificationId");
            }
        }
    }

    byte[] notification(Outgoing outgoing) {
        Notification notification = outgoing.notification();
        return write(new NotificationFrame("notification", notification.id(), notification, outgoing.unread()));
    }

    byte[] unread(Unread unread, @Nullable Notification changed) {
        return write(new UnreadFrame("unread", unread.count(), unread.version(), changed));
    }

    byte[] reply(boolean ok) {
        return write(new Reply(ok));
    }

    /** Throws {@link IllegalArgumentException} if it is none. */
    ClientAction clientAction(byte[] body) {
        return read(body, ClientAction.class);
    }

    /** Whether a gateway says that a client confirmed. */
    boolean isAcked(byte[] answer) {
        return read(answer, GatewayAnswer.class).acked();
    }

    byte[] whoIsConnected(String workspaceId, List<String> userIds) {
        return write(new WhoIsConnected(workspaceId, userIds));
    }

    List<String> connected(byte[] answer) {
        List<String> connected = read(answer, Connected.class).connected();
        return connected == null ? List.of() : connected;
    }

    /** Throws {@link IllegalArgumentException} if it names nobody. */
    Owner joined(byte[] body) {
        Joined joined = read(body, Joined.class);
        if (joined.workspaceId() == null || joined.userId() == null) {
            throw new IllegalArgumentException("who joined must have workspaceId and userId");
        }
        return new Owner(joined.workspaceId(), joined.userId());
    }

    private <T> T read(byte[] json, Class<T> type) {
        try {
            return mapper.readValue(json, type);
        } catch (IOException e) {
            throw new IllegalArgumentException("Could not read a " + type.getSimpleName(), e);
        }
    }

    private byte[] write(Object frame) {
        try {
            return mapper.writeValueAsBytes(frame);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not write a frame: " + e.getOriginalMessage(), e);
        }
    }
}
