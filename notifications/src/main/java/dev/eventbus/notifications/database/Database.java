package dev.eventbus.notifications.database;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs work in transactions; all failures come out as {@link DatabaseException}. */
@Singleton
public final class Database {
    private static final int CONFLICT_TRIES = 5;

    private final DataSource source;

    public Database(DataSource source) {
        this.source = source;
    }

    /** What is done in one transaction; may be called again from the start after a deadlock. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    public <T> T inTransaction(Work<T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return once(work);
            } catch (DatabaseException e) {
                if (!e.isConflict() || tries == CONFLICT_TRIES) {
                    throw e;
                }
            }
        }
    }

    private <T> T once(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static void rollback(Connection connection, Throwable reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
