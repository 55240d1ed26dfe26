package dev.eventbus.gateway.chat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A row of {@code chat_message}.
 *
 * @param actor who caused it, as the event that announces it will say
 * @param createdAt to the millisecond
 */
record StoredMessage(
        String workspaceId, String id, String channel, String sender, String message, String actor, Instant createdAt) {
    static final String COLUMNS = "workspace_id, id, channel, sender, message, actor, created_at";

    private static final int ID_BYTES = 16;

    static StoredMessage read(ResultSet row) throws SQLException {
        return new StoredMessage(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getTimestamp(7).toInstant());
    }

    /** The id of the message that an event becomes: the same however often the event comes. */
    static String idFor(String workspaceId, String eventId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(("chat/" + workspaceId + "/" + eventId).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
