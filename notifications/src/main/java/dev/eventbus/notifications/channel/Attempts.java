package dev.eventbus.notifications.channel;

import dev.eventbus.notifications.database.Database;
import dev.eventbus.notifications.database.Sql;
import dev.eventbus.notifications.inbox.InboxStore;
import dev.eventbus.notifications.inbox.NotificationStore;
import dev.eventbus.notifications.inbox.Outgoing;
import dev.eventbus.notifications.inbox.Rows;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The rows that say what each channel made of a notification. */
@Singleton
final class Attempts {
    /** How long after its creation a notification is still pushed live; later it is only listed. */
    static final Duration LIVE = Duration.ofMinutes(10);

    private static final String RECORD = """
            update attempt a set state = o.state, reason = nullif(o.reason, ''), updated_at = ?
            from unnest(?::text[], ?::text[], ?::text[], ?::text[]) as o (id, channel, state, reason)
            where a.notification_id = o.id and a.channel = o.channel and a.state <> 'DELIVERED'""";
    private static final String GIVE_UP = """
            update attempt a set state = 'FAILED', reason = 'not sent in time, or no longer needed', updated_at = ?
            from notification n
            where n.id = a.notification_id and a.state = 'QUEUED' and a.lease_until < ?
              and (a.created_at < ? or n.status <> 'CREATED')""";
    private static final String CLAIM = """
            with due as (
              select notification_id, channel from attempt
              where state = 'QUEUED' and lease_until < ? order by lease_until limit ? for update skip locked
            ), claimed as (
              update attempt a set lease_until = ?, tries = a.tries + 1, updated_at = ?
              from due where a.notification_id = due.notification_id and a.channel = due.channel
              returning a.notification_id, a.channel
            )
            select n.*, i.unread, i.version, c.channel
            from claimed c join notification n on n.id = c.notification_id
              join user_inbox i on i.workspace_id = n.workspace_id and i.user_id = n.user_id
            where n.status = 'CREATED'
            order by n.user_id, n.seq""";

    private final Database database;

    Attempts(Database database) {
        this.database = database;
    }

    /** Records outcomes, and has what is delivered say so, all or nothing. A confirmation is never taken back. */
    void record(List<Settled> settled, Instant now) {
        database.inTransaction(connection -> {
            Sql.update(
                    connection,
                    RECORD,
                    now,
                    settled.stream().map(Settled::notificationId).toList(),
                    settled.stream().map(Settled::channel).toList(),
                    settled.stream().map(one -> one.outcome().state()).toList(),
                    settled.stream().map(one -> one.outcome().why()).toList());
            List<String> delivered = settled.stream()
                    .filter(one -> one.outcome() instanceof Outcome.Delivered)
                    .map(Settled::notificationId)
                    .toList();
            InboxStore.delivered(connection, delivered, now);
            return delivered.size();
        });
    }

    /** Takes over attempts that nobody holds any more, oldest first; gives up those that are not worth it. */
    List<Outgoing> claimAbandoned(int limit, Instant now) {
        Instant leaseUntil = now.plus(NotificationStore.LEASE);
        return database.inTransaction(connection -> {
            Sql.update(connection, GIVE_UP, now, now, now.minus(LIVE));
            return Sql.query(connection, CLAIM, row -> Rows.outgoing(row, leaseUntil), now, limit, leaseUntil, now);
        });
    }
}
