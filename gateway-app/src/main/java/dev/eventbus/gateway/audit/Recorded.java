package dev.eventbus.gateway.audit;

import dev.eventbus.gateway.json.StorableText;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One row to be, whole. */
record Recorded(Instant at, Actor actor, AuditEntry entry, String result) {
    static final String INSERT = "insert into gateway.audit_log"
            + " (at, who, credential, address, action, workspace_id, target, result, request_id)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final int MAX_TEXT = 300;

    void bind(PreparedStatement insert) throws SQLException {
        insert.setTimestamp(1, Timestamp.from(at));
        insert.setString(2, actor.who());
        insert.setString(3, actor.credential());
        insert.setString(4, actor.address());
        insert.setString(5, entry.action());
        insert.setString(6, storable(entry.workspaceId()));
        insert.setString(7, storable(entry.target()));
        insert.setString(8, result);
        insert.setString(9, actor.requestId());
    }

    /** Targets of refused requests are whatever somebody sent. */
    private static @Nullable String storable(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String cut = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
        return StorableText.replaceUnstorable(cut);
    }
}
