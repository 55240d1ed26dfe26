package dev.eventbus.gateway.chat;

import dev.eventbus.extensions.EventEnvelope;
import dev.eventbus.extensions.EventHandler;
import dev.eventbus.extensions.Extension;
import dev.eventbus.extensions.PlatformEventHandler;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** Posts every {@code platform.notification} to the channel it names; publishers need not know of chat. */
@Singleton
@Extension(key = "chat", name = "Chat")
class ChatHandler implements PlatformEventHandler {
    private static final String NOBODY = "platform";

    private final Chat chat;
    private final InstantSource clock;

    ChatHandler(Chat chat, InstantSource clock) {
        this.chat = chat;
        this.clock = clock;
    }

    @EventHandler(eventKey = "platform.notification")
    void post(Notification notification, EventEnvelope event) {
        String actor = Objects.requireNonNullElse(event.actor(), NOBODY);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        chat.say(new StoredMessage(
                event.workspaceId(),
                StoredMessage.idFor(event.workspaceId(), event.eventId()),
                notification.channel(),
                Objects.requireNonNullElse(notification.sender(), actor),
                notification.message(),
                actor,
                now));
    }
}
