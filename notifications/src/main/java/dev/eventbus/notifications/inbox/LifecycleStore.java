package dev.eventbus.notifications.inbox;

import dev.eventbus.notifications.database.Database;
import dev.eventbus.notifications.database.Sql;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What time makes of notifications: expired, woken, failed, forgotten. One inbox per transaction, under its lock. */
@Singleton
final class LifecycleStore {
    static final int BATCH = 200;

    private static final String EXPIRING = """
            select distinct workspace_id, user_id from notification
            where expires_at <= ? and status in ('CREATED', 'DELIVERED') limit ?""";
    private static final String SNOOZED =
            "select distinct workspace_id, user_id from notification where snoozed_until <= ? limit ?";
    private static final String AWAKE = """
            select id from notification where workspace_id = ? and user_id = ? and snoozed_until <= ?
            order by snoozed_until, seq limit ?""";
    private static final String UNREACHED = """
            n.status = 'CREATED' and n.id = any (?::text[])
              and exists (select 1 from attempt a where a.notification_id = n.id and a.state = 'FAILED')
              and not exists (select 1 from attempt a where a.notification_id = n.id
                              and (a.channel = 'WEBSOCKET' or a.state in ('QUEUED', 'SENT', 'DELIVERED')))""";
    private static final String OWNERS_OF_UNREACHED =
            "select distinct workspace_id, user_id from notification n where " + UNREACHED;
    private static final String FORGET = """
            delete from notification where id in (
              select id from notification
              where created_at < ? and (status in ('READ', 'EXPIRED', 'FAILED') or archived_at is not null)
                and snoozed_until is null
              limit ? for update skip locked)""";

    private final Database database;

    LifecycleStore(Database database) {
        this.database = database;
    }

    /** One inbox that was changed, and its count then. */
    record Changed(Owner owner, Unread unread, List<String> ids) {}

    /** Owners of what has expired by now; a part of them if there are many. */
    List<Owner> ownersOfExpiring(Instant now) {
        return database.inTransaction(connection -> Sql.query(connection, EXPIRING, LifecycleStore::owner, now, BATCH));
    }

    /** Owners of what is to come back by now; a part of them if there are many. */
    List<Owner> ownersOfSnoozed(Instant now) {
        return database.inTransaction(connection -> Sql.query(connection, SNOOZED, LifecycleStore::owner, now, BATCH));
    }

    /** Of these notifications the owners of such as reached nobody and have no channel left. */
    List<Owner> ownersOfUnreached(List<String> ids) {
        return database.inTransaction(
                connection -> Sql.query(connection, OWNERS_OF_UNREACHED, LifecycleStore::owner, ids));
    }

    Changed expire(Owner owner, Instant now) {
        return change(
                owner,
                new Marking(
                        "expires_at <= ? and status in ('CREATED', 'DELIVERED')",
                        List.of(now),
                        "status = 'EXPIRED'",
                        List.of()));
    }

    Changed fail(Owner owner, List<String> ids) {
        // The condition is written for the alias n, which the change has not.
        String where = "id in (select n.id from notification n where " + UNREACHED + ')';
        return change(owner, new Marking(where, List.of(ids), "status = 'FAILED'", List.of()));
    }

    /** They come back unread and on top: with a new place in the order, one after the other. */
    Changed wake(Owner owner, Instant now) {
        return database.inTransaction(connection -> {
            long version = Marking.lock(connection, owner).version();
            List<String> woken = new ArrayList<>();
            for (String id : Sql.query(
                    connection, AWAKE, row -> row.getString(1), owner.workspaceId(), owner.userId(), now, BATCH)) {
                version++;
                Marking waking = new Marking(
                        "id = ?",
                        List.of(id),
                        "snoozed_until = null, read_at = null, seq = ?,"
                                + " status = case when status = 'READ' then 'DELIVERED' else status end",
                        List.of(version));
                waking.apply(connection, owner);
                woken.add(id);
            }
            return new Changed(owner, Marking.lock(connection, owner), woken);
        });
    }

    /** Deletes a part of what nobody needs any more; returns how many. */
    int forget(Instant createdBefore) {
        return database.inTransaction(connection -> Sql.update(connection, FORGET, createdBefore, 1_000));
    }

    private Changed change(Owner owner, Marking marking) {
        return database.inTransaction(connection -> {
            Marking.lock(connection, owner);
            marking.apply(connection, owner);
            return new Changed(owner, Marking.lock(connection, owner), List.of());
        });
    }

    private static Owner owner(ResultSet row) throws SQLException {
        return new Owner(row.getString("workspace_id"), row.getString("user_id"));
    }
}
