package dev.eventbus.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** Takes a connection, runs work in one transaction on it, and commits, or rolls back if it throws. */
public final class Transaction {
    private Transaction() {}

    /** Runs the work; commits if the result shall be kept. */
    public static <T> T run(DataSource source, Work<T> work, Predicate<T> keep) throws Exception {
        try (Connection connection = source.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            T result = settled(connection, work, keep);
            connection.setAutoCommit(autoCommit);
            return result;
        }
    }

    /** A connection whose transaction failed is given back as it is: pools set it to rights or throw it away. */
    private static <T> T settled(Connection connection, Work<T> work, Predicate<T> keep) throws Exception {
        try {
            T result = work.run(connection);
            if (keep.test(result)) {
                connection.commit();
            } else {
                connection.rollback();
            }
            return result;
        } catch (Throwable failure) {
            rollBack(connection, failure);
            throw failure;
        }
    }

    private static void rollBack(Connection connection, Throwable why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    /** Work within a transaction; must not end the transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws Exception;
    }
}
