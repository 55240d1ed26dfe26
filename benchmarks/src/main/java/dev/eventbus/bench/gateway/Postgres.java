package dev.eventbus.bench.gateway;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** One PostgreSQL, as durable as a real one, with a new database for each process that is measured. */
public final class Postgres implements AutoCloseable {
    /** Who may do everything, with this as password, too. */
    public static final String USER = "postgres";

    private final EmbeddedPostgres server;
    private int databases;

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
    }

    public static Postgres start() throws IOException {
        return new Postgres(EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start());
    }

    /** The JDBC address of an empty database. */
    public String newDatabase() throws SQLException {
        String name = "bench_" + ++databases;
        execute(USER, "create database " + name);
        return server.getJdbcUrl(USER, name);
    }

    private void execute(String database, String sql) throws SQLException {
        try (Connection connection = server.getDatabase(USER, database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
