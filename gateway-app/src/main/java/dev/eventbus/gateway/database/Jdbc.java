package dev.eventbus.gateway.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Plain JDBC in few words. Plain, because an ORM would want the database at start, and the gateway starts without it.
 */
@ApplicationScoped
public class Jdbc {
    private final DataSource database;
    private final ThreadLocal<Boolean> hasConnection = ThreadLocal.withInitial(() -> false);

    Jdbc(DataSource database) {
        this.database = database;
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Work on one connection. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** All rows of a query. Throws {@link DatabaseException}. */
    public <T> List<T> query(String sql, List<?> parameters, RowReader<T> reader) {
        return with(connection -> query(connection, sql, parameters, reader));
    }

    /** As above, as part of work on a connection. */
    public static <T> List<T> query(Connection connection, String sql, List<?> parameters, RowReader<T> reader)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> read = new ArrayList<>();
            while (rows.next()) {
                read.add(reader.read(rows));
            }
            return read;
        }
    }

    /** Changes rows and says how many. Throws {@link DatabaseException}. */
    public int update(String sql, @Nullable Object... parameters) {
        return with(connection -> update(connection, sql, parameters));
    }

    /** As above, as part of work on a connection. */
    public static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, Arrays.asList(parameters))) {
            return statement.executeUpdate();
        }
    }

    /** Work in one transaction: committed when it returns, rolled back when it throws. */
    public <T> T inTransaction(Work<T> work) {
        return with(connection -> {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) { // auto-commit below would commit half of it
                rollBack(connection, e);
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        });
    }

    private <T> T with(Work<T> work) {
        if (hasConnection.get()) {
            throw new IllegalStateException("Work on a connection must not ask for a second one: as many callers as"
                    + " there are connections would wait for each other. Hand the connection on, or query before.");
        }
        hasConnection.set(true);
        try (Connection connection = database.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        } finally {
            hasConnection.remove();
        }
    }

    private static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, List<?> parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
        return statement;
    }
}
