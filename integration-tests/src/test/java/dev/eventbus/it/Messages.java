package dev.eventbus.it;

import java.util.List;
import java.util.Map;

/** Bodies of the Events API for chat messages. */
public final class Messages {

    private Messages() {}

    /** A message from {@code sender} in a conversation with {@code other}. */
    public static Map<String, Object> posted(String conversation, String sender, String other, String text) {
        return Map.of(
                "eventKey",
                "conversation.message_posted",
                "resourceId",
                conversation,
                "actor",
                sender,
                "payload",
                Map.of(
                        "conversationId", conversation,
                        "senderId", sender,
                        "participants", List.of(sender, other),
                        "text", text));
    }
}
