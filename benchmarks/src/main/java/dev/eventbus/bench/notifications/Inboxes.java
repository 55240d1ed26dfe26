package dev.eventbus.bench.notifications;

import dev.eventbus.bench.gateway.Gateway;
import dev.eventbus.bench.gateway.Postgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** The database behind the notifier: puts people into it, counts rows, and is written to without it. */
final class Inboxes implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int ROWS_PER_COMMIT = 1_000;

    private final Connection connection;

    private Inboxes(Connection connection) {
        this.connection = connection;
    }

    static Inboxes connect(String database) throws SQLException {
        String url = database + (database.contains("?") ? "&" : "?") + "reWriteBatchedInserts=true";
        return new Inboxes(DriverManager.getConnection(url, Postgres.USER, Postgres.USER));
    }

    /** Members {@code u0@example.com} and so on, with ids {@code u0} and so on, who sign in as the first user does. */
    void addMembers(int count) throws SQLException {
        execute("insert into gateway.app_user (id, email, name, password_hash) select 'u' || i,"
                + " 'u' || i || '@example.com', 'U', (select password_hash from gateway.app_user where email = '"
                + Gateway.USER + "') from generate_series(0, " + (count - 1) + ") i");
        execute("insert into gateway.membership (user_id, workspace_id, role) select 'u' || i, '" + Gateway.WORKSPACE
                + "', 'MEMBER' from generate_series(0, " + (count - 1) + ") i");
    }

    long count() throws SQLException {
        return number("select count(*) from notifications.notification");
    }

    /** Blocks until there are so many. */
    void await(long rows) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (count() < rows) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Only " + count() + " of " + rows + " notifications were stored");
            }
            Thread.sleep(LOOK);
        }
    }

    /** Blocks until no channel has anything to do any more. */
    void awaitQuiet() throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (number("select count(*) from notifications.attempt where state = 'QUEUED'") > 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Attempts stayed queued");
            }
            Thread.sleep(LOOK);
        }
    }

    /** Writes copies of rows that are there into a table of the same shape, in batches; how many a second. */
    double copyRaw(int rows) throws SQLException {
        execute("drop table if exists raw_notification");
        execute("create table raw_notification (like notifications.notification including all)");
        connection.setAutoCommit(false);
        long begin = System.nanoTime();
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into raw_notification (id, workspace_id, user_id, seq, rule_key, priority, title, body,"
                        + " status, event_id, event_key, resource_id, created_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now())")) {
            for (int i = 0; i < rows; i++) {
                String[] texts = {
                    "ntf_raw_" + i,
                    Gateway.WORKSPACE,
                    "u" + i % 10_000,
                    "",
                    "bench-0",
                    "NORMAL",
                    "Number " + i,
                    "Thing " + i + " was hit",
                    "CREATED",
                    "evt_" + i / 10,
                    "bench.thing0.hit",
                    "r"
                };
                for (int column = 0; column < texts.length; column++) {
                    insert.setString(column + 1, texts[column]);
                }
                insert.setLong(4, i);
                insert.addBatch();
                if ((i + 1) % ROWS_PER_COMMIT == 0) {
                    insert.executeBatch();
                    connection.commit();
                }
            }
            insert.executeBatch();
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
        return rows / ((System.nanoTime() - begin) / 1e9);
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
