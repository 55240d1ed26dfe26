package dev.eventbus.gateway.dispatch;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** Has deliveries made once more, as part of somebody's transaction; the retry loop finds them when it is committed. */
public final class Redeliver {
    /**
     * An event that is not in the log, or not of this workspace, is passed over. Its row is held so that no clean-up
     * takes it away before the delivery is there to keep it. A delivery that is still to be made is left as it is: it
     * will be made anyway. Letters come last, as they do when a delivery ends, so that no two wait for each other.
     */
    private static final String AGAIN = """
            with held as materialized (
                select event_id, subscriber
                from unnest(?::text[], ?::text[]) as wanted (event_id, subscriber)
                join gateway.platform_event event using (event_id)
                where event.workspace_id = ? order by event_id, subscriber for key share of event),
            again as (
                insert into gateway.delivery (event_id, subscriber, workspace_id, state, attempts, next_attempt_at)
                select event_id, subscriber, ?, 'PENDING', 0, now() from held
                on conflict (event_id, subscriber) do update
                set state = 'PENDING', attempts = 0, next_attempt_at = now()
                where delivery.state <> 'PENDING' and delivery.workspace_id = excluded.workspace_id),
            letters as (
                update gateway.dead_letter_event letter set state = 'REPLAYING' from held
                where letter.event_id = held.event_id and letter.subscriber = held.subscriber
                and letter.workspace_id = ? and letter.state = 'OPEN')
            select count(*) from held""";

    private Redeliver() {}

    /**
     * Makes the deliveries due now, with all their attempts ahead of them; their dead letters are being replayed from
     * here on. Says how many it found the event of.
     *
     * @param deliveries each at most once; some thousands at most
     */
    public static int all(Connection connection, String workspaceId, List<DeliveryId> deliveries) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(AGAIN)) {
            statement.setArray(1, texts(connection, deliveries.stream().map(DeliveryId::eventId)));
            statement.setArray(
                    2,
                    texts(
                            connection,
                            deliveries.stream().map(id -> id.subscriber().toString())));
            statement.setString(3, workspaceId);
            statement.setString(4, workspaceId);
            statement.setString(5, workspaceId);
            try (var counted = statement.executeQuery()) {
                counted.next();
                return counted.getInt(1);
            }
        }
    }

    private static Array texts(Connection connection, Stream<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }
}
