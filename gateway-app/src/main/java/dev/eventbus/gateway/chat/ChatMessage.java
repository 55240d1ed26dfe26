package dev.eventbus.gateway.chat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A message as clients and events show it.
 *
 * @param id also the id of the event that announces the message
 * @param createdAt RFC 3339 in UTC, milliseconds
 */
record ChatMessage(String id, String channel, String sender, String message, String createdAt) {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    static ChatMessage of(StoredMessage stored) {
        return new ChatMessage(
                stored.id(), stored.channel(), stored.sender(), stored.message(), text(stored.createdAt()));
    }

    static String text(Instant time) {
        return MILLIS.format(time);
    }
}
