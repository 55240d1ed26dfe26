package dev.eventbus.gateway.database;

import java.sql.SQLException;

/** PostgreSQL refused a statement or was not there. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean refused;

    public DatabaseException(SQLException cause) {
        super("Could not use the database: " + cause.getMessage(), cause);
        refused = isRefusal(cause);
    }

    /** Whether the same statement would be refused again: the data is at fault, not the database's being away. */
    public boolean isRefusal() {
        return refused;
    }

    /** Data exception (22), integrity constraint (23), program limit exceeded (54): PostgreSQL, appendix A. */
    private static boolean isRefusal(SQLException cause) {
        String state = cause.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }
}
