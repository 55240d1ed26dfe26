package dev.eventbus.gateway.dispatch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Settlements as columns: arrays that {@code unnest} turns into rows. */
record Columns(Connection connection, List<Settlement> settlements) {
    void set(PreparedStatement statement, int index, String type, Function<Settlement, @Nullable Object> column)
            throws SQLException {
        statement.setArray(
                index,
                connection.createArrayOf(type, settlements.stream().map(column).toArray()));
    }

    /** Event, subscriber and workspace, in this order. */
    void keys(PreparedStatement statement, int firstIndex) throws SQLException {
        set(statement, firstIndex, "text", settlement -> settlement.key().eventId());
        set(
                statement,
                firstIndex + 1,
                "text",
                settlement -> settlement.key().subscriber().toString());
        set(statement, firstIndex + 2, "text", settlement -> settlement.key().workspaceId());
    }
}
