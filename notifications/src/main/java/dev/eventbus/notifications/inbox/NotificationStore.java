package dev.eventbus.notifications.inbox;

import dev.eventbus.notifications.database.Database;
import dev.eventbus.notifications.database.Sql;
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
              select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                as w (id, user_id, title, body, email_subject, email_html, collapse_key, channels)
              where not exists (select 1 from notification_settled s where s.id = w.id)
            ), created as (
              insert into notification (id, workspace_id, user_id, seq, rule_key, priority, title, body, status,
                                        email_subject, email_html, collapse_key,
                                        event_id, event_key, resource_id, event_at, expires_at, created_at)
              select w.id, i.workspace_id, w.user_id, i.version + 1, ?, ?, w.title, w.body, 'CREATED',
                     w.email_subject, w.email_html, w.collapse_key, ?, ?, ?, ?, ?, ?
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
                     case k.channel when 'EMAIL' then case when w.kinds = '{EMAIL}' and c.priority = 'URGENT' then c.created_at else ? end
                       when 'PUSH' then case when 'WEBSOCKET' = any (w.kinds) then ? else c.created_at end
                       else ? end,
                     case k.channel when 'WEBSOCKET' then 1 else 0 end, c.created_at, c.created_at
              from created c
                join (select id, string_to_array(channels, ',') as kinds from wanted) w on w.id = c.id
                cross join unnest(w.kinds) as k (channel)
              returning notification_id, channel
            )
            select c.*, n.unread, n.version, q.channel
            from created c join counted n using (user_id) left join queued q on q.notification_id = c.id""";

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
    public Created create(NewNotifications wanted) {
        return database.inTransaction(connection -> create(connection, wanted));
    }

    /** As {@link #create(NewNotifications)}, as part of a transaction that holds no inbox yet. */
    Created create(Connection connection, NewNotifications wanted) throws SQLException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        lock(connection, wanted.workspaceId(), wanted.userIds());
        Settling.settle(connection, wanted, now);
        return insert(connection, wanted, now);
    }

    // From here to the commit nobody else changes these users' counts, so version + 1 is theirs alone to give.
    static void lock(Connection connection, String workspaceId, List<String> userIds) throws SQLException {
        Sql.update(connection, ENSURE_INBOXES, workspaceId, userIds);
        Sql.query(connection, LOCK_INBOXES, row -> row.getInt(1), workspaceId, userIds);
    }

    private Created insert(Connection connection, NewNotifications wanted, Instant now) throws SQLException {
        Instant leaseUntil = now.plus(LEASE);
        Occasion occasion = wanted.occasion();
        Created created = new Created();
        Sql.query(
                connection,
                CREATE,
                row -> created.add(row, leaseUntil),
                wanted.ids(),
                wanted.userIds(),
                wanted.each(draft -> draft.content().title()),
                wanted.each(draft -> draft.content().body()),
                wanted.each(Draft::emailSubject),
                wanted.each(Draft::emailHtml),
                wanted.each(Draft::collapseKey),
                wanted.each(Draft::channelNames),
                wanted.terms().rule(),
                wanted.terms().priority(),
                occasion.eventId(),
                occasion.eventKey(),
                occasion.resourceId(),
                occasion.eventAt(),
                wanted.terms().expiresAt(),
                now,
                wanted.workspaceId(),
                Priority.URGENT.ordinal() - wanted.terms().priority().ordinal(),
                now.plus(grace),
                leaseUntil,
                leaseUntil);
        return created;
    }
}
