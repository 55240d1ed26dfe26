package dev.eventbus.notifications.inbox;

import dev.eventbus.notifications.database.Database;
import dev.eventbus.notifications.database.Sql;
import dev.eventbus.notifications.rule.ChannelKind;
import dev.eventbus.notifications.rule.Priority;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Creates notifications, each once, together with their owners' unread counts and their channels' attempts. */
@Singleton
public final class NotificationStore {
    /** How long after its creation a notification is its creator's to send. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    private static final String ENSURE_INBOXES = """
            insert into user_inbox (workspace_id, user_id)
            select ?, wanted.user_id from unnest(?::text[]) as wanted (user_id) order by wanted.user_id
            on conflict do nothing""";
    private static final String LOCK_INBOXES = """
            select 1 from user_inbox where workspace_id = ? and user_id = any (?::text[])
            order by user_id for update""";
    private static final String CREATE = """
            with wanted as (
              select * from unnest(?::text[], ?::text[], ?::text[], ?::text[]) as w (id, user_id, title, body)
            ), created as (
              insert into notification (id, workspace_id, user_id, seq, rule_key, priority, title, body, status,
                                        event_id, event_key, resource_id, created_at)
              select w.id, i.workspace_id, w.user_id, i.version + 1, ?, ?, w.title, w.body, 'CREATED', ?, ?, ?, ?
              from wanted w join user_inbox i on i.workspace_id = ? and i.user_id = w.user_id
              on conflict (id) do nothing
              returning *
            ), counted as (
              update user_inbox i set unread = i.unread + 1, version = i.version + 1
              from created c where i.workspace_id = c.workspace_id and i.user_id = c.user_id
              returning i.user_id, i.unread, i.version
            ), queued as (
              insert into attempt (notification_id, channel, state, rank, lease_until, tries, created_at, updated_at)
              select c.id, k.channel, 'QUEUED', ?,
                     case k.channel when 'WEBSOCKET' then ? when 'PUSH' then ? else ? end,
                     case k.channel when 'WEBSOCKET' then 1 else 0 end, c.created_at, c.created_at
              from created c cross join unnest(?::text[]) as k (channel)
              returning notification_id, channel
            )
            select c.*, n.unread, n.version, q.channel
            from created c join counted n using (user_id) join queued q on q.notification_id = c.id""";

    private final Database database;
    private final InstantSource clock;
    // An e-mail is always planned, for this long after; whatever reaches its owner sooner cancels it.
    private final Duration grace;

    NotificationStore(
            Database database,
            InstantSource clock,
            @ConfigProperty(name = "notifier.email.grace", defaultValue = "30s") Duration grace) {
        this.database = database;
        this.clock = clock;
        this.grace = grace;
    }

    /** Stores what is not there yet and returns only that: what is already there was, or will be, sent by others. */
    public List<Outgoing> create(NewNotifications wanted) {
        return database.inTransaction(connection -> {
            lock(connection, wanted);
            return insert(connection, wanted);
        });
    }

    // From here to the commit nobody else changes these users' counts, so version + 1 is theirs alone to give.
    private static void lock(Connection connection, NewNotifications wanted) throws SQLException {
        Sql.update(connection, ENSURE_INBOXES, wanted.workspaceId(), wanted.userIds());
        Sql.query(connection, LOCK_INBOXES, row -> row.getInt(1), wanted.workspaceId(), wanted.userIds());
    }

    private List<Outgoing> insert(Connection connection, NewNotifications wanted) throws SQLException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant leaseUntil = now.plus(LEASE);
        return Sql.query(
                connection,
                CREATE,
                row -> Rows.outgoing(row, leaseUntil),
                wanted.ids(),
                wanted.userIds(),
                wanted.titles(),
                wanted.bodies(),
                wanted.rule().key(),
                wanted.rule().priority(),
                wanted.event().id(),
                wanted.eventKey(),
                wanted.event().resourceId(),
                now,
                wanted.workspaceId(),
                Priority.URGENT.ordinal() - wanted.rule().priority().ordinal(),
                leaseUntil,
                wanted.rule().channels().contains(ChannelKind.WEBSOCKET) ? leaseUntil : now,
                now.plus(grace),
                wanted.rule().channels());
    }
}
