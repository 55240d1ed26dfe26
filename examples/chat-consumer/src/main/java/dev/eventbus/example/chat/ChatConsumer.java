package dev.eventbus.example.chat;

import dev.eventbus.extensions.EventEnvelope;
import dev.eventbus.extensions.EventHandler;
import dev.eventbus.extensions.Extension;
import dev.eventbus.extensions.PayloadMismatchException;
import dev.eventbus.extensions.PlatformEventHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line for each chat message and each deal. An event may come again: a line more is all the harm. */
@Extension(key = "chat-consumer", name = "Chat consumer")
public final class ChatConsumer implements PlatformEventHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ChatConsumer.class);

    /** What this extension needs to know of a chat message; the rest of the payload is passed over. */
    record ChatMessage(String id, String channel, String sender) {}

    /** What it needs of a deal. A deal without an id would become a dead letter that names {@code $.dealId}. */
    record Deal(@Nullable String dealId) {
        Deal {
            if (dealId == null) {
                throw new PayloadMismatchException("$.dealId", "dealId must be given");
            }
        }
    }

    /** On the thread that dispatches: quick. */
    @EventHandler(eventKey = "chat.message.received")
    void onMessage(ChatMessage message) {
        LOG.info(
                "Chat message was received. id={} channel={} sender={}",
                message.id(),
                message.channel(),
                message.sender());
    }

    /** On the extension's own threads: may take its time, holds up nobody. */
    @EventHandler(eventKey = "crm.deal.*", async = true)
    void onDeal(Deal deal, EventEnvelope event) {
        LOG.info("Deal changed. what={} dealId={} workspace={}", event.eventKey(), deal.dealId(), event.workspaceId());
    }
}
