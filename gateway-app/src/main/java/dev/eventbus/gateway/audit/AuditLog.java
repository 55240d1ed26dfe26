package dev.eventbus.gateway.audit;

import dev.eventbus.gateway.database.Jdbc;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audit log as it can be read, newest first. What was noted a moment ago may not be in it yet. Blocks. */
@ApplicationScoped
public class AuditLog {
    private static final String COLUMNS =
            "select id, at, who, credential, address, action, workspace_id, target, result, request_id"
                    + " from gateway.audit_log where id < ?";

    private final Jdbc jdbc;

    AuditLog(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    /** One thing that was done or tried; fields that do not apply are null. */
    public record Line(
            long id,
            Instant at,
            @Nullable String who,
            String credential,
            @Nullable String address,
            String action,
            @Nullable String workspaceId,
            @Nullable String target,
            String result,
            @Nullable String requestId) {}

    /** What was done anywhere, before the entry of that id. */
    public List<Line> before(long id, int limit) {
        return jdbc.query(COLUMNS + " order by id desc limit ?", List.of(id, limit), AuditLog::line);
    }

    /** What was done in one workspace, before the entry of that id. */
    public List<Line> before(String workspaceId, long id, int limit) {
        return jdbc.query(
                COLUMNS + " and workspace_id = ? order by id desc limit ?",
                List.of(id, workspaceId, limit),
                AuditLog::line);
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                row.getLong(1),
                row.getTimestamp(2).toInstant(),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10));
    }
}
