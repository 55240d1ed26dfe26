package dev.eventbus.notifications.inbox;

import dev.eventbus.notifications.database.Database;
import dev.eventbus.notifications.database.Sql;
import dev.eventbus.notifications.rule.Pacing;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Knows who has had all of a rule's notifications that a window allows. */
@Singleton
public final class Throttled {
    private static final String FULL = """
            select user_id from notification_throttle
            where workspace_id = ? and rule_key = ? and window_start = ? and used >= ? and user_id = any (?::text[])""";

    private final Database database;

    Throttled(Database database) {
        this.database = database;
    }

    /** Those of the users whose window is full; changes nothing. */
    public Set<String> among(
            Collection<String> userIds, String workspaceId, String rule, Pacing.Throttle throttle, Instant eventAt) {
        return new HashSet<>(database.inTransaction(connection -> Sql.query(
                connection,
                FULL,
                row -> row.getString("user_id"),
                workspaceId,
                rule,
                throttle.windowStart(eventAt),
                throttle.max(),
                userIds)));
    }
}
