package dev.eventbus.gateway.database;

import java.sql.BatchUpdateException;
import java.sql.SQLException;

/** PostgreSQL refused a statement or was not there. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int MAX_SAID = 300;

    private final boolean refused;

    public DatabaseException(SQLException cause) {
        super("Could not use the database: " + said(cause), cause);
        refused = isRefusal(cause);
    }

    /** Whether the same statement would be refused again: the data is at fault, not the database's being away. */
    public boolean isRefusal() {
        return refused;
    }

    /** The first line of what the server said: the rest, and all of what a batch says, shows the row's values. */
    private static String said(SQLException cause) {
        SQLException first = cause instanceof BatchUpdateException && cause.getNextException() != null
                ? cause.getNextException()
                : cause;
        String line = String.valueOf(first.getMessage()).lines().findFirst().orElse("");
        return line.length() <= MAX_SAID ? line : line.substring(0, MAX_SAID) + "…";
    }

    /** Data exception (22), integrity constraint (23), program limit exceeded (54): PostgreSQL, appendix A. */
    private static boolean isRefusal(SQLException cause) {
        String state = cause.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }
}
