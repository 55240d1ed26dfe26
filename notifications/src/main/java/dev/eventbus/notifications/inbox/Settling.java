package dev.eventbus.notifications.inbox;

import dev.eventbus.notifications.database.Sql;
import dev.eventbus.notifications.rule.Pacing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Decides, once for each event, rule and user, against a notification: throttled, or outdated by a newer one.
 * What is decided is written down, so that the event finds it when it comes again. Part of the
 * transaction that creates, after the inboxes were locked.
 */
final class Settling {
    private static final String FRESH = """
            with fresh as (
              select * from unnest(?::text[], ?::text[], ?::text[]) as w (id, user_id, collapse_key)
              where not exists (select 1 from notification n where n.id = w.id)
                and not exists (select 1 from notification_settled s where s.id = w.id)
            ),""";
    private static final String THROTTLE = FRESH + """
             counted as (
              insert into notification_throttle (workspace_id, rule_key, user_id, window_start, used, ends_at)
              select ?, ?, f.user_id, ?, 1, ? from fresh f order by f.user_id
              on conflict (workspace_id, rule_key, user_id, window_start)
                do update set used = notification_throttle.used + 1 where notification_throttle.used < ?
              returning user_id
            )
            insert into notification_settled (id, at)
            select f.id, ? from fresh f where not exists (select 1 from counted c where c.user_id = f.user_id)
            on conflict do nothing""";
    // An event that comes late must not take the place of a newer one; then it is the one that gives way.
    private static final String COLLAPSE = FRESH + """
             unread as (
              select n.id, n.user_id, f.id as fresh_id, n.event_at > ? as is_newer
              from fresh f join notification n on n.workspace_id = ? and n.user_id = f.user_id and n.rule_key = ?
                and n.collapse_key = f.collapse_key
              where n.status in ('CREATED', 'DELIVERED') and n.is_unread
            ), removed as (
              delete from notification n using unread u where n.id = u.id and not u.is_newer
              returning n.id, n.user_id
            ), settled as (
              insert into notification_settled (id, at)
              select id, ?::timestamptz from removed union select fresh_id, ?::timestamptz from unread where is_newer
              on conflict do nothing
            )
            update user_inbox i set unread = i.unread - r.gone, version = i.version + 1
            from (select user_id, count(*)::integer as gone from removed group by user_id) r
            where i.workspace_id = ? and i.user_id = r.user_id""";

    private Settling() {}

    static void settle(Connection connection, NewNotifications wanted, Instant now) throws SQLException {
        Pacing.Throttle throttle = wanted.terms().throttle();
        if (throttle != null) {
            throttle(connection, wanted, throttle, now);
        }
        if (wanted.collapse()) {
            collapse(connection, wanted, now);
        }
    }

    private static void throttle(Connection connection, NewNotifications wanted, Pacing.Throttle throttle, Instant now)
            throws SQLException {
        Instant start = throttle.windowStart(wanted.occasion().eventAt());
        Sql.update(
                connection,
                THROTTLE,
                wanted.ids(),
                wanted.userIds(),
                wanted.each(Draft::collapseKey),
                wanted.workspaceId(),
                wanted.terms().rule(),
                start,
                start.plus(throttle.window()),
                throttle.max(),
                now);
    }

    private static void collapse(Connection connection, NewNotifications wanted, Instant now) throws SQLException {
        Sql.update(
                connection,
                COLLAPSE,
                wanted.ids(),
                wanted.userIds(),
                wanted.each(Draft::collapseKey),
                wanted.occasion().eventAt(),
                wanted.workspaceId(),
                wanted.terms().rule(),
                now,
                now,
                wanted.workspaceId());
    }
}
