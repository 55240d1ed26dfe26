package dev.eventbus.notifications.database;

import java.sql.SQLException;

/** A transaction failed and left nothing behind, except where its commit did: then it may have. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String state;

    DatabaseException(SQLException cause) {
        super("Could not complete a database transaction: " + cause.getMessage(), cause);
        this.state = cause.getSQLState() == null ? "" : cause.getSQLState();
    }

    /** Whether the data themselves were refused (classes 22 and 23), so that trying again is useless. */
    public boolean isAboutData() {
        return state.startsWith("22") || state.startsWith("23");
    }

    /** Whether the database chose this transaction to give way to another one (deadlock, serialization). */
    boolean isConflict() {
        return state.startsWith("40");
    }
}
