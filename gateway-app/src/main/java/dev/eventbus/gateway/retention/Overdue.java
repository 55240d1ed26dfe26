package dev.eventbus.gateway.retention;

import dev.eventbus.gateway.database.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Deliveries that were due for so long that nobody will make them: their subscriber is gone, disabled or paused. They
 * become dead letters, so that none vanishes unseen.
 */
final class Overdue {
    private static final String KIND = "overdue";

    /** In the order in which a delivery that ends is settled: first the delivery, then the letter. */
    private static final String BURY = """
            with overdue as (
                select event_id, subscriber from gateway.delivery
                where state = 'PENDING' and next_attempt_at < now() - ? * interval '1 second'
                order by event_id, subscriber limit ? for update skip locked),
            ended as (
                update gateway.delivery delivery
                set state = 'DEAD', next_attempt_at = null, last_at = now(), last_error = coalesce(last_error, ?)
                from overdue
                where delivery.event_id = overdue.event_id and delivery.subscriber = overdue.subscriber
                returning delivery.*)
            insert into gateway.dead_letter_event as letter (id, event_id, subscriber, workspace_id, event_key, class,
                reason, attempts, last_status, first_at, last_at, state)
            select gen_random_uuid()::text, ended.event_id, ended.subscriber, ended.workspace_id,
                   coalesce(event.event_key, ''), ?, ?, ended.attempts, ended.last_status,
                   coalesce(ended.first_at, ended.created_at), now(), 'OPEN'
            from ended left join gateway.platform_event event
                on event.event_id = ended.event_id and event.workspace_id = ended.workspace_id
            on conflict (event_id, subscriber) do update
            set class = excluded.class, reason = excluded.reason, attempts = letter.attempts + excluded.attempts,
                last_at = excluded.last_at, state = 'OPEN', replayed_at = null""";

    private Overdue() {}

    /** Says how many there were, at most so many as asked for. */
    static int bury(Connection connection, Duration afterDue, int most) throws SQLException {
        String reason = "nobody could attempt it for " + afterDue.toHours()
                + " hours: its subscriber was disabled, paused or gone";
        return Jdbc.update(connection, BURY, afterDue.toSeconds(), most, reason, KIND, reason);
    }
}
