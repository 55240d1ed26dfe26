package dev.eventbus.notifications.inbox;

import dev.eventbus.notifications.database.Sql;
import dev.eventbus.notifications.rule.ChannelKind;
import dev.eventbus.notifications.rule.Priority;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;

/** Reads rows of this module's tables. */
public final class Rows {
    private Rows() {}

    static Notification notification(ResultSet row) throws SQLException {
        return new Notification(
                row.getString("id"),
                row.getString("workspace_id"),
                row.getString("rule_key"),
                Priority.valueOf(row.getString("priority")),
                row.getString("title"),
                row.getString("body"),
                Status.valueOf(row.getString("status")),
                row.getString("event_id"),
                row.getString("event_key"),
                row.getString("resource_id"),
                Objects.requireNonNull(Sql.instant(row, "created_at")),
                Sql.instant(row, "delivered_at"),
                Sql.instant(row, "read_at"),
                row.getString("collapse_key"),
                Sql.instant(row, "expires_at"));
    }

    static Listed listed(ResultSet row) throws SQLException {
        return new Listed(notification(row), Sql.instant(row, "archived_at"), Sql.instant(row, "snoozed_until"));
    }

    static Detail.Attempt attempt(ResultSet row) throws SQLException {
        String state = row.getString("state");
        return new Detail.Attempt(
                row.getString("channel"),
                state,
                row.getString("reason"),
                row.getInt("tries"),
                Objects.requireNonNull(Sql.instant(row, "updated_at")),
                state.equals("QUEUED") ? Sql.instant(row, "lease_until") : null);
    }

    static Unread unread(ResultSet row) throws SQLException {
        return new Unread(row.getInt("unread"), row.getLong("version"));
    }

    /** A row of notification, user_inbox and attempt joined. */
    public static Outgoing outgoing(ResultSet row, Instant leaseUntil) throws SQLException {
        Owner owner = new Owner(row.getString("workspace_id"), row.getString("user_id"));
        ChannelKind channel = ChannelKind.valueOf(row.getString("channel"));
        return new Outgoing(owner, notification(row), unread(row), channel, leaseUntil);
    }
}
