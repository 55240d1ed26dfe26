package dev.eventbus.gateway.chat;

import dev.eventbus.gateway.json.StorableText;
import dev.eventbus.topic.Segments;

/** What channels, messages and senders may look like; each method throws {@link IllegalArgumentException}. */
final class ChatText {
    private static final int MAX_MESSAGE = 4_000;
    private static final int MAX_SENDER = 256;

    private ChatText() {}

    static String channel(String text) {
        return Segments.require("channel", text);
    }

    static String message(String text) {
        int length = text.codePointCount(0, text.length());
        if (text.isBlank() || length > MAX_MESSAGE) {
            throw new IllegalArgumentException(
                    "message must be a text of 1 to " + MAX_MESSAGE + " characters, was " + length);
        }
        return storable("message", text);
    }

    static String sender(String text) {
        if (text.length() > MAX_SENDER || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("sender must be at most " + MAX_SENDER
                    + " characters without control characters, was " + text.length());
        }
        return storable("sender", text);
    }

    private static String storable(String name, String text) {
        if (!StorableText.replaceUnstorable(text).equals(text)) {
            throw new IllegalArgumentException(name + " must not contain NUL or half a surrogate pair");
        }
        return text;
    }
}
