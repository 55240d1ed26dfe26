package dev.eventbus.outbox;

import dev.eventbus.jdbc.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The statements on the table that writers and watchers run; what the relay runs is in {@link PendingRows}. */
final class OutboxTable {
    static final String NAME = "eventbus_outbox";
    static final String PENDING = "published_at IS NULL AND refused_at IS NULL";

    private final TableName name;
    private final String insert;
    private final String insertInOrder;

    OutboxTable(TableName name) {
        this.name = name;
        String into = "INSERT INTO " + quoted() + " (event_id, order_key, event, created_at) ";
        this.insert = into + "VALUES (?, ?, ?, ?)";
        // The lock is taken before the position is: within a key, positions are in the order of the commits.
        this.insertInOrder = into + "SELECT ?, ?, ?, ? FROM pg_advisory_xact_lock(hashtextextended(?, 0))";
    }

    static OutboxTable standard() {
        return new OutboxTable(new TableName(NAME));
    }

    String quoted() {
        return name.quoted();
    }

    String ddl() {
        return name.ddl(OutboxTable.class, "outbox.sql", NAME);
    }

    void add(Connection connection, NewRow row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            bind(statement, row);
            statement.executeUpdate();
        }
    }

    /** Waits until no other open transaction has added a row of the same key. */
    void addInOrder(Connection connection, NewRow row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insertInOrder)) {
            bind(statement, row);
            statement.setString(5, name.name() + ' ' + row.orderKey());
            statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, NewRow row) throws SQLException {
        statement.setString(1, row.eventId());
        statement.setString(2, row.orderKey());
        statement.setBytes(3, row.event());
        statement.setObject(4, utc(row.at()));
    }

    OutboxStatus status(Connection connection, Instant now) throws SQLException {
        String sql = "SELECT count(*) FILTER (WHERE refused_at IS NULL), count(refused_at),"
                + " min(created_at) FILTER (WHERE refused_at IS NULL) FROM " + quoted()
                + " WHERE published_at IS NULL";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            result.next();
            OffsetDateTime oldest = result.getObject(3, OffsetDateTime.class);
            Duration age = oldest == null ? Duration.ZERO : Duration.between(oldest.toInstant(), now);
            return new OutboxStatus(result.getLong(1), result.getLong(2), age.isNegative() ? Duration.ZERO : age);
        }
    }

    /** Deletes published rows that are kept longer than wanted, oldest first, at most so many. */
    int purge(Connection connection, Instant before, int limit) throws SQLException {
        String sql = "DELETE FROM " + quoted() + " WHERE position IN (SELECT position FROM " + quoted()
                + " WHERE published_at < ? ORDER BY published_at LIMIT ? FOR UPDATE SKIP LOCKED)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, utc(before));
            statement.setInt(2, limit);
            return statement.executeUpdate();
        }
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static <T> List<T> all(PreparedStatement statement, Reader<T> reader) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                rows.add(reader.read(result));
            }
        }
        return rows;
    }

    @Override
    public String toString() {
        return name.name();
    }

    /** Reads one row. */
    @FunctionalInterface
    interface Reader<T> {
        T read(ResultSet result) throws SQLException;
    }
}
