package dev.eventbus.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;

/** The statements on the inbox's table. */
final class InboxTable {
    static final String NAME = "eventbus_inbox";
    private static final int MOST_PURGED = 1_000;

    private final TableName name;
    private final String insert;
    private final String purge;

    InboxTable(TableName name) {
        this.name = name;
        this.insert = "INSERT INTO " + name.quoted() + " (subscription, event_id, handled_at) VALUES (?, ?, ?)"
                + " ON CONFLICT DO NOTHING";
        this.purge = "DELETE FROM " + name.quoted() + " WHERE (subscription, event_id) IN (SELECT subscription,"
                + " event_id FROM " + name.quoted() + " WHERE handled_at < ? ORDER BY handled_at LIMIT " + MOST_PURGED
                + " FOR UPDATE SKIP LOCKED)";
    }

    String ddl() {
        return name.ddl(InboxTable.class, "inbox.sql", NAME);
    }

    /**
     * Waits for another open transaction that adds the same.
     *
     * @return false if it is there already
     */
    boolean add(Connection connection, String subscription, String eventId, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setString(1, subscription);
            statement.setString(2, eventId);
            statement.setObject(3, now.atOffset(ZoneOffset.UTC));
            return statement.executeUpdate() == 1;
        }
    }

    int purge(Connection connection, Instant before) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(purge)) {
            statement.setObject(1, before.atOffset(ZoneOffset.UTC));
            return statement.executeUpdate();
        }
    }

    @Override
    public String toString() {
        return name.name();
    }
}
