package dev.eventbus.gateway.chat;

import dev.eventbus.Durability;
import dev.eventbus.EventBus;
import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import dev.eventbus.gateway.database.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Publishes {@code chat.message.received} for a message: each time the same event under the same id. */
@ApplicationScoped
class Announce {
    private static final Logger LOG = Logger.getLogger(Announce.class);
    private static final String SOURCE = "chat";

    private final EventBus bus;
    private final ChatMessages messages;
    private final Duration deadline;

    Announce(
            EventBus bus, ChatMessages messages, @ConfigProperty(name = "gateway.publish-deadline") Duration deadline) {
        this.bus = bus;
        this.messages = messages;
        this.deadline = deadline;
    }

    /** Whether the broker has it. If not, or if that could not be noted, the message becomes due again. */
    boolean now(StoredMessage message) {
        try {
            bus.publish(
                            EventContext.of(message.workspaceId(), SOURCE).withActor(message.actor()),
                            "chat.message.received",
                            EventDraft.of(message.channel(), ChatMessage.of(message))
                                    .withId(message.id())
                                    .at(message.createdAt()),
                            Durability.PERSISTENT)
                    .toCompletableFuture()
                    .get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            messages.markAnnounced(message);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException | DatabaseException e) {
            LOG.warnf(
                    "Chat message could not be announced; it will be tried again. id=%s reason=%s",
                    message.id(), e instanceof ExecutionException ? e.getCause() : e);
            return false;
        }
    }
}
