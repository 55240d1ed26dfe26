package dev.eventbus.gateway.channels;

import dev.eventbus.gateway.security.SecretBox;
import dev.eventbus.json.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A channel as the tables have it, its secrets sealed: they are opened when no connection is held.
 *
 * @param shell the channel without its secrets
 */
record ChannelRow(Channel shell, byte @Nullable [] sealed, ChannelStatus status) {
    static final String SELECT = "select c.id, c.workspace_id, c.settings, c.secrets, c.created_at, c.updated_at,"
            + " s.published, s.duplicates, s.refused, s.failed, s.last_event_at, s.last_error_at, s.last_error"
            + " from gateway.event_channel c left join gateway.event_channel_status s on s.channel_id = c.id where ";

    static ChannelRow read(ResultSet row) throws SQLException {
        ChannelSettings settings =
                Json.read(row.getString("settings").getBytes(StandardCharsets.UTF_8), ChannelSettings.class);
        Channel shell = new Channel(
                row.getString("id"),
                row.getString("workspace_id"),
                settings,
                ChannelSecrets.NONE,
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
        ChannelStatus status = new ChannelStatus(
                row.getLong("published"), // 0 where there is no row yet
                row.getLong("duplicates"),
                row.getLong("refused"),
                row.getLong("failed"),
                instant(row.getTimestamp("last_event_at")),
                instant(row.getTimestamp("last_error_at")),
                row.getString("last_error"));
        return new ChannelRow(shell, row.getBytes("secrets"), status);
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    static byte @Nullable [] seal(ChannelSecrets secrets, SecretBox box) {
        return secrets.isEmpty() ? null : box.seal(new String(Json.write(secrets), StandardCharsets.UTF_8));
    }

    StoredChannel open(SecretBox box) {
        ChannelSecrets secrets = sealed == null
                ? ChannelSecrets.NONE
                : Json.read(box.open(sealed).getBytes(StandardCharsets.UTF_8), ChannelSecrets.class);
        return new StoredChannel(shell.with(shell.settings(), secrets), status);
    }
}
