package dev.eventbus.gateway.dispatch;

import dev.eventbus.gateway.database.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Takes away what a subscriber that goes was still to get, as part of somebody's transaction. Its dead letters stay;
 * those that were being replayed are open again, for nobody will deliver them now.
 */
public final class GiveUp {
    private static final String DELIVERIES =
            "delete from gateway.delivery where state = 'PENDING' and subscriber = ? and workspace_id ";
    private static final String LETTERS = "update gateway.dead_letter_event set state = 'OPEN'"
            + " where state = 'REPLAYING' and subscriber = ? and workspace_id ";

    private GiveUp() {}

    /** In one workspace. */
    public static void in(Connection connection, SubscriberId subscriber, String workspaceId) throws SQLException {
        Jdbc.update(connection, DELIVERIES + "= ?", subscriber.toString(), workspaceId);
        Jdbc.update(connection, LETTERS + "= ?", subscriber.toString(), workspaceId);
    }

    /** In all workspaces, for a subscriber that is gone from the platform. */
    public static void everywhere(Connection connection, SubscriberId subscriber) throws SQLException {
        Jdbc.update(connection, DELIVERIES + "is not null", subscriber.toString());
        Jdbc.update(connection, LETTERS + "is not null", subscriber.toString());
    }
}
