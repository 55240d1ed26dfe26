package dev.eventbus.notifications.channel;

import dev.eventbus.notifications.database.Database;
import dev.eventbus.notifications.database.Sql;
import dev.eventbus.notifications.inbox.InboxStore;
import dev.eventbus.notifications.rule.ChannelKind;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Writes down what became of attempts, and what follows from it for the other channels. */
@Singleton
final class Records {
    /** A try that came to nothing is repeated until there were so many: for three and a half hours, or so. */
    static final int MOST_TRIES = 25;

    /** However long the other side asks to wait. */
    private static final Duration MOST_PATIENCE = Duration.ofHours(24);

    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(10);

    // Doubled with each try up to a bound, and somewhere in the upper half of that, so that what failed together is not
    // tried together. What was cancelled stays so, except that what did leave has left.
    private static final String RECORD = """
            update attempt a
            set state = case when o.tried and a.tries >= ? then 'FAILED' else o.state end,
                reason = nullif(case when o.tried and a.tries >= ?
                                then 'given up after ' || a.tries || ' tries: ' || o.reason else o.reason end, ''),
                lease_until = case when o.tried
                  then greatest(o.until, ?::timestamptz + least(? * power(2, least(greatest(a.tries, 1), 20) - 1), ?)
                                         * (0.5 + random() / 2) * interval '1 millisecond')
                  else coalesce(o.until, a.lease_until) end,
                tries = case when o.state = 'QUEUED' and not o.tried then greatest(a.tries - 1, 0) else a.tries end,
                asked = a.asked or o.asked,
                updated_at = ?
            from (select r.id, r.channel, r.state, r.reason, nullif(r.until, '')::timestamptz as until,
                         r.tried::boolean as tried, r.asked::boolean as asked
                  from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                       as r (id, channel, state, reason, until, tried, asked)) o
            where a.notification_id = o.id and a.channel = o.channel and a.state <> 'DELIVERED'
              and (a.state <> 'SKIPPED' or o.state in ('SENT', 'DELIVERED'))
            returning case when a.state = 'FAILED' and a.channel <> 'WEBSOCKET' then a.notification_id else '' end""";
    private static final String CANCEL = """
            update attempt set state = 'SKIPPED', reason = ?, updated_at = ?
            where notification_id = any (?::text[]) and state = 'QUEUED' and channel = any (?::text[])""";
    private static final String HASTEN_PUSH = """
            update attempt set lease_until = ?
            where notification_id = any (?::text[]) and channel = 'PUSH' and state = 'QUEUED' and tries = 0
              and lease_until > ? and reason is null""";
    private static final String HASTEN_EMAIL = """
            update attempt e set lease_until = ?
            where e.notification_id = any (?::text[]) and e.channel = 'EMAIL' and e.state = 'QUEUED' and e.tries = 0
              and e.rank = 0 and e.lease_until > ? and e.reason is null
              and not exists (select 1 from attempt o where o.notification_id = e.notification_id
                              and o.channel <> 'EMAIL' and o.state in ('QUEUED', 'SENT', 'DELIVERED'))""";

    private static final Set<ChannelKind> BUT_SOCKETS = EnumSet.of(ChannelKind.PUSH, ChannelKind.EMAIL);
    private static final Set<ChannelKind> ONLY_EMAIL = EnumSet.of(ChannelKind.EMAIL);

    private final Database database;
    private final Duration firstBackoff;

    Records(
            Database database,
            @ConfigProperty(name = "notifier.channels.backoff", defaultValue = "5s") Duration firstBackoff) {
        this.database = database;
        this.firstBackoff = firstBackoff;
    }

    /**
     * What follows from what was recorded.
     *
     * @param failed the notifications for which push or e-mail failed for good
     * @param hastened whether other attempts may be due now
     */
    record Written(List<String> failed, boolean hastened) {}

    /** Records outcomes, and has what is delivered say so, all or nothing. A confirmation is never taken back. */
    Written record(List<Settled> settled, Instant now) {
        return database.inTransaction(connection -> {
            // Notifications before attempts, as everywhere: who locks in one order never waits in a circle.
            InboxStore.delivered(connection, ids(settled, one -> one.outcome() instanceof Outcome.Delivered), now);
            List<String> failed = write(connection, settled, now);
            cancel(connection, settled, now);
            return new Written(failed, hasten(connection, ids(settled, Settled::isInVain), now));
        });
    }

    private List<String> write(Connection connection, List<Settled> settled, Instant now) throws SQLException {
        return Sql.query(
                        connection,
                        RECORD,
                        row -> row.getString(1),
                        MOST_TRIES,
                        MOST_TRIES,
                        now,
                        firstBackoff.toMillis(),
                        LONGEST_BACKOFF.toMillis(),
                        now,
                        each(settled, Settled::notificationId),
                        each(settled, Settled::channel),
                        each(settled, one -> one.outcome().state()),
                        each(settled, one -> one.outcome().why()),
                        each(settled, one -> until(one.outcome(), now)),
                        each(settled, one -> one.outcome() instanceof Outcome.Postponed),
                        each(settled, Settled::askedAgain))
                .stream()
                .filter(id -> !id.isEmpty())
                .toList();
    }

    private static String until(Outcome outcome, Instant now) {
        return switch (outcome) {
            case Outcome.Postponed postponed ->
                now.plus(postponed.after().compareTo(MOST_PATIENCE) < 0 ? postponed.after() : MOST_PATIENCE)
                        .toString();
            case Outcome.Deferred(String reason, Instant until) -> until.toString();
            case Outcome.Delivered() -> "";
            case Outcome.Sent(String reason) -> "";
            case Outcome.Failed(String reason) -> "";
            case Outcome.Skipped(String reason) -> "";
        };
    }

    private static void cancel(Connection connection, List<Settled> settled, Instant now) throws SQLException {
        List<String> confirmed = ids(settled, one -> one.channel() == ChannelKind.WEBSOCKET && one.isReached());
        List<String> pushed = ids(settled, one -> one.channel() == ChannelKind.PUSH && one.isReached());
        if (!confirmed.isEmpty()) {
            Sql.update(connection, CANCEL, "acknowledged on a socket", now, confirmed, BUT_SOCKETS);
        }
        if (!pushed.isEmpty()) {
            Sql.update(connection, CANCEL, "reached by push", now, pushed, ONLY_EMAIL);
        }
    }

    private static boolean hasten(Connection connection, List<String> inVain, Instant now) throws SQLException {
        return !inVain.isEmpty()
                && Sql.update(connection, HASTEN_PUSH, now, inVain, now)
                                + Sql.update(connection, HASTEN_EMAIL, now, inVain, now)
                        > 0;
    }

    private static List<String> ids(List<Settled> settled, Predicate<Settled> which) {
        return settled.stream().filter(which).map(Settled::notificationId).toList();
    }

    private static <T> List<T> each(List<Settled> settled, Function<Settled, T> what) {
        return settled.stream().map(what).toList();
    }
}
