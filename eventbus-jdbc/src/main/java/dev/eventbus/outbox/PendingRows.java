package dev.eventbus.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;

/**
 * Claims pending rows and records what became of them.
 *
 * <p>The oldest pending row of a key, its head, stands for the key: whoever holds its lock has all rows of the key.
 * Heads are found by walking the index from key to key, so that neither a long backlog of one key nor a late commit of a
 * low position changes what is found: there is no "after position n" anywhere.
 */
final class PendingRows {
    private final String heads;
    private final String lock;
    private final String read;
    private final String delete;
    private final String keep;
    private final String fail;
    private final String refuse;

    PendingRows(OutboxTable table) {
        String name = table.quoted();
        String next = "(SELECT order_key, position FROM " + name + " WHERE " + OutboxTable.PENDING
                + " AND order_key > %s ORDER BY order_key, position LIMIT 1)";
        this.heads =
                "WITH RECURSIVE head AS (" + next.formatted("?") + " UNION ALL SELECT next.order_key, next.position"
                        + " FROM head CROSS JOIN LATERAL " + next.formatted("head.order_key") + " AS next)"
                        + " SELECT order_key, position FROM head LIMIT ?";
        // One look-up for each head, whatever the planner believes of a table that is empty one moment and full the
        // next.
        this.lock = "SELECT mine.order_key FROM unnest(?, ?) AS head (order_key, position) CROSS JOIN LATERAL (SELECT"
                + " order_key FROM " + name + " WHERE order_key = head.order_key AND position = head.position AND "
                + OutboxTable.PENDING + " AND (next_attempt_at IS NULL OR next_attempt_at <= ?) LIMIT 1"
                + " FOR UPDATE SKIP LOCKED) AS mine";
        this.read = "SELECT r.position, r.order_key, r.event_id, r.event, r.attempts FROM unnest(?) AS k (order_key)"
                + " CROSS JOIN LATERAL (SELECT * FROM " + name + " WHERE order_key = k.order_key AND "
                + OutboxTable.PENDING + " ORDER BY position LIMIT ?) AS r ORDER BY r.order_key, r.position";
        this.delete = "DELETE FROM " + name + " WHERE position = ANY (?)";
        String update = "UPDATE " + name + " SET ";
        this.keep = update + "published_at = ? WHERE position = ANY (?)";
        String failure = ", attempts = attempts + 1, last_failure = ? WHERE position = ?";
        this.fail = update + "next_attempt_at = ?" + failure;
        this.refuse = update + "refused_at = ?" + failure;
    }

    /** The first of the keys after the given one that have something pending; in their order, at most so many. */
    List<Head> heads(Connection connection, String afterKey, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(heads)) {
            statement.setString(1, afterKey);
            statement.setInt(2, limit);
            return OutboxTable.all(statement, result -> new Head(result.getString(1), result.getLong(2)));
        }
    }

    /** Locks the heads that nobody else has and whose time has come, until the transaction ends. */
    List<String> lock(Connection connection, List<Head> heads, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(lock)) {
            Object[] keys = heads.stream().map(Head::orderKey).toArray();
            Object[] positions = heads.stream().map(Head::position).toArray();
            statement.setArray(1, connection.createArrayOf("text", keys));
            statement.setArray(2, connection.createArrayOf("bigint", positions));
            statement.setObject(3, OutboxTable.utc(now));
            return OutboxTable.all(statement, result -> result.getString(1));
        }
    }

    /** The oldest pending rows of the keys, by key and position. */
    List<OutboxRow> read(Connection connection, List<String> keys, int ofEach) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(read)) {
            statement.setArray(1, connection.createArrayOf("text", keys.toArray()));
            statement.setInt(2, ofEach);
            return OutboxTable.all(
                    statement,
                    row -> new OutboxRow(
                            row.getLong(1), row.getString(2), row.getString(3), row.getBytes(4), row.getInt(5)));
        }
    }

    void delete(Connection connection, List<Long> positions) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(delete)) {
            statement.setArray(1, connection.createArrayOf("bigint", positions.toArray()));
            statement.executeUpdate();
        }
    }

    void keep(Connection connection, List<Long> positions, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(keep)) {
            statement.setObject(1, OutboxTable.utc(now));
            statement.setArray(2, connection.createArrayOf("bigint", positions.toArray()));
            statement.executeUpdate();
        }
    }

    /** To be tried again, not before the given time. */
    void fail(Connection connection, OutboxRow row, String reason, Instant notBefore) throws SQLException {
        record(connection, fail, row, new Note(notBefore, reason));
    }

    /** Never to be tried again, unless somebody clears {@code refused_at}. */
    void refuse(Connection connection, OutboxRow row, String reason, Instant now) throws SQLException {
        record(connection, refuse, row, new Note(now, reason));
    }

    private static void record(Connection connection, String sql, OutboxRow row, Note note) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, OutboxTable.utc(note.at()));
            statement.setString(2, note.reason());
            statement.setLong(3, row.position());
            statement.executeUpdate();
        }
    }

    /** Whatever the database's default is: a lock must look at the row as it is now, not as it was. */
    static void readCommitted(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
        }
    }

    /** The oldest pending row of a key. */
    record Head(String orderKey, long position) {}

    private record Note(Instant at, String reason) {}
}
