package dev.eventbus.notifications.channel;

import dev.eventbus.notifications.channel.Situation.Push;
import dev.eventbus.notifications.channel.Situation.Sockets;
import dev.eventbus.notifications.database.Database;
import dev.eventbus.notifications.database.Sql;
import dev.eventbus.notifications.inbox.NotificationStore;
import dev.eventbus.notifications.inbox.Outgoing;
import dev.eventbus.notifications.inbox.Owner;
import dev.eventbus.notifications.inbox.Rows;
import dev.eventbus.notifications.rule.ChannelKind;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows that say what each channel is to make of a notification: takes those that are due. */
@Singleton
final class Attempts {
    /** How long after its creation a notification is pushed live on our own accord; later when its owner connects. */
    static final Duration LIVE = Duration.ofMinutes(10);

    /** After this, whatever held an attempt back has lasted too long. */
    static final Duration OLDEST = Duration.ofHours(72);

    /** How far back a connecting user is sent what was missed, and how much of it. */
    static final Duration MISSED = Duration.ofHours(24);

    static final int MOST_MISSED = 100;

    private static final String GIVE_UP = """
            update attempt a set state = 'FAILED', reason = 'not sent in time', updated_at = ?
            where a.state = 'QUEUED' and a.lease_until < ?
              and a.created_at < case a.channel when 'WEBSOCKET' then ?::timestamptz else ?::timestamptz end
            returning a.notification_id""";
    private static final String NEEDLESS = """
            update attempt a
            set state = 'SKIPPED', updated_at = ?,
                reason = case n.status when 'READ' then 'read already' when 'DELIVERED' then 'delivered otherwise'
                                       when 'EXPIRED' then 'expired' else 'failed otherwise' end
            from notification n
            where n.id = a.notification_id and a.state = 'QUEUED' and a.lease_until < ? and n.status <> 'CREATED'""";
    private static final String CLAIM = """
            with due as (
              select notification_id, channel from attempt
              where state = 'QUEUED' and channel = ? and lease_until < ?
              order by rank, lease_until limit ? for update skip locked
            ), claimed as (
              update attempt a set lease_until = ?, tries = a.tries + 1, updated_at = ?
              from due where a.notification_id = due.notification_id and a.channel = due.channel
              returning a.notification_id, a.channel, a.rank, a.asked
            )
            select n.*, i.unread, i.version, c.channel, c.asked,
                   s.state as socket_state, s.reason as socket_reason, p.state as push_state, p.tries as push_tries
            from claimed c join notification n on n.id = c.notification_id
              join user_inbox i on i.workspace_id = n.workspace_id and i.user_id = n.user_id
              left join attempt s on s.notification_id = n.id and s.channel = 'WEBSOCKET'
              left join attempt p on p.notification_id = n.id and p.channel = 'PUSH'
            order by c.rank, n.user_id, n.seq""";
    private static final String CLAIM_MISSED = """
            with missed as (
              select a.notification_id from notification n
                join attempt a on a.notification_id = n.id and a.channel = 'WEBSOCKET'
              where n.workspace_id = ? and n.user_id = ? and n.is_unread and n.status = 'CREATED'
                and n.created_at > ? and (n.expires_at is null or n.expires_at > ?)
                and (a.state in ('SENT', 'FAILED') or a.state = 'QUEUED' and a.lease_until < ?)
              order by n.seq desc limit ? for update of a skip locked
            ), claimed as (
              update attempt a set state = 'QUEUED', lease_until = ?, tries = a.tries + 1, updated_at = ?
              from missed m where a.notification_id = m.notification_id and a.channel = 'WEBSOCKET'
              returning a.notification_id, a.channel
            )
            select n.*, i.unread, i.version, c.channel
            from claimed c join notification n on n.id = c.notification_id
              join user_inbox i on i.workspace_id = n.workspace_id and i.user_id = n.user_id
            order by n.seq""";

    private final Database database;

    Attempts(Database database) {
        this.database = database;
    }

    /** Ends the attempts that are due but of no use any more; returns the notifications of those that failed by it. */
    List<String> giveUp(Instant now) {
        return database.inTransaction(connection -> {
            Sql.update(connection, NEEDLESS, now, now);
            return Sql.query(
                    connection, GIVE_UP, row -> row.getString(1), now, now, now.minus(LIVE), now.minus(OLDEST));
        });
    }

    /** Takes over the attempts of a channel that are due, the most urgent first. */
    List<Due> claim(ChannelKind channel, int limit, Instant now) {
        Instant leaseUntil = now.plus(lease(channel));
        return database.inTransaction(connection ->
                Sql.query(connection, CLAIM, row -> due(row, leaseUntil), channel, now, limit, leaseUntil, now));
    }

    /** Takes over what the owner's sockets have not confirmed, the newest, in order. */
    List<Outgoing> claimMissed(Owner owner, Instant now) {
        Instant leaseUntil = now.plus(NotificationStore.LEASE);
        return database.inTransaction(connection -> Sql.query(
                connection,
                CLAIM_MISSED,
                row -> Rows.outgoing(row, leaseUntil),
                owner.workspaceId(),
                owner.userId(),
                now.minus(MISSED),
                now,
                now,
                MOST_MISSED,
                leaseUntil,
                now));
    }

    /** Longer than the channel may take, its wait in the lane included. */
    private static Duration lease(ChannelKind channel) {
        return switch (channel) {
            case WEBSOCKET -> NotificationStore.LEASE;
            case PUSH -> NotificationStore.LEASE.multipliedBy(2);
            case EMAIL -> NotificationStore.LEASE.multipliedBy(3);
        };
    }

    private static Due due(ResultSet row, Instant leaseUntil) throws SQLException {
        Sockets sockets = sockets(row.getString("socket_state"), row.getString("socket_reason"));
        Push push = push(row.getString("push_state"), row.getInt("push_tries"));
        return new Due(
                Rows.outgoing(row, leaseUntil),
                Sql.instant(row, "expires_at"),
                new Situation.Reached(sockets, push, row.getBoolean("asked")));
    }

    private static Sockets sockets(@Nullable String state, @Nullable String reason) {
        if (state == null) {
            return Sockets.NOT_USED;
        }
        return WebSocketChannel.NOBODY.equals(reason) && state.equals("FAILED") ? Sockets.NOBODY : Sockets.SILENT;
    }

    /** A push that was tried twice in vain is waited for no more. */
    private static Push push(@Nullable String state, int tries) {
        return switch (state) {
            case null -> Push.NOT_USED;
            case "QUEUED" -> tries <= 1 ? Push.UNDER_WAY : Push.IN_VAIN;
            case "SENT", "DELIVERED" -> Push.REACHED;
            default -> Push.IN_VAIN;
        };
    }
}
