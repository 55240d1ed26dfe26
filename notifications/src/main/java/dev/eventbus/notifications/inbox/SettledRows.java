package dev.eventbus.notifications.inbox;

import dev.eventbus.notifications.database.Database;
import dev.eventbus.notifications.database.Sql;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** Forgets what was decided about events that will not come again. */
@Singleton
public final class SettledRows {
    private static final int BATCH = 5_000;
    private static final String FORGET = """
            delete from notification_settled where id in (
              select id from notification_settled where at < ? limit ? for update skip locked)""";
    private static final String FORGET_WINDOWS = """
            delete from notification_throttle where (workspace_id, rule_key, user_id, window_start) in (
              select workspace_id, rule_key, user_id, window_start from notification_throttle
              where ends_at < ? limit ? for update skip locked)""";

    private final Database database;
    private final InstantSource clock;

    SettledRows(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Deletes a bounded number of rows that are older than this; true if there may be more. */
    public boolean forget(Duration age) {
        var before = clock.instant().minus(age);
        return database.inTransaction(connection -> Sql.update(connection, FORGET, before, BATCH) == BATCH
                | Sql.update(connection, FORGET_WINDOWS, before, BATCH) == BATCH);
    }
}
