package dev.eventbus.gateway.dispatch;

import dev.eventbus.gateway.database.Jdbc;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks for deliveries that are due and takes them, so that no other replica does. Blocks. */
final class Claims {
    /** Events up to this size are fetched with the claim, larger ones when their turn comes. */
    private static final int SMALL = 64 * 1024;

    /** One probe of the index for each queue that has anything pending, however long it is. */
    private static final String DUE = """
            with recursive queue as (
                (select subscriber, workspace_id, next_attempt_at from gateway.delivery where state = 'PENDING'
                 order by subscriber, workspace_id, next_attempt_at limit 1)
                union all
                select next.subscriber, next.workspace_id, next.next_attempt_at
                from queue cross join lateral (
                    select subscriber, workspace_id, next_attempt_at from gateway.delivery where state = 'PENDING'
                        and (subscriber, workspace_id) > (queue.subscriber, queue.workspace_id)
                    order by subscriber, workspace_id, next_attempt_at limit 1) next)
            select subscriber, workspace_id from queue where next_attempt_at <= now()
            """;

    private static final String CLAIM = """
            update gateway.delivery
            set attempts = attempts + 1, next_attempt_at = now() + ? * interval '1 millisecond'
            where ctid = any(array(
                select ctid from gateway.delivery
                where subscriber = ? and workspace_id = ? and state = 'PENDING' and next_attempt_at <= now()
                order by next_attempt_at limit ? for update skip locked))
            returning event_id, attempts
            """;

    private static final String EVENTS = "select event_id, case when octet_length(event) <= " + SMALL
            + " then event end from gateway.platform_event where workspace_id = ? and event_id = any(?)";

    private final Jdbc jdbc;

    Claims(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    /** The deliveries of one subscriber in one workspace. */
    record Queue(SubscriberId subscriber, String workspaceId) {}

    /**
     * What is wanted of a queue.
     *
     * @param most how many deliveries at most; at least 1
     * @param lease for how long they are taken
     */
    record Wanted(Subscriber subscriber, String workspaceId, int most, Duration lease) {
        Queue queue() {
            return new Queue(subscriber.id(), workspaceId);
        }
    }

    /**
     * A delivery that was taken.
     *
     * @param attempts the one that is to be made included
     * @param event null where it is large or not in the log
     * @param takenAt by the monotonic clock
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record Claimed(Wanted from, String eventId, int attempts, byte @Nullable [] event, long takenAt) {}

    /** The subscribers, as text, that have a delivery of the event. */
    Set<String> subscribersOf(String workspaceId, String eventId) {
        return new HashSet<>(jdbc.query(
                "select subscriber from gateway.delivery where workspace_id = ? and event_id = ?",
                List.of(workspaceId, eventId),
                row -> row.getString(1)));
    }

    /** The queues that have something due, whether or not their subscribers are active. */
    List<Queue> due() {
        return jdbc.query(DUE, List.of(), row -> new Queue(SubscriberId.parse(row.getString(1)), row.getString(2)));
    }

    /** The event of a delivery, if it is in the log. */
    byte @Nullable [] event(Claimed claimed) {
        String sql = "select event from gateway.platform_event where workspace_id = ? and event_id = ?";
        return jdbc
                .query(sql, List.of(claimed.from().workspaceId(), claimed.eventId()), row -> row.getBytes(1))
                .stream()
                .findFirst()
                .orElse(null);
    }

    /** Takes what is due, oldest first. */
    List<Claimed> take(List<Wanted> wanted) {
        long now = System.nanoTime();
        return jdbc.inTransaction(connection -> {
            List<Claimed> claimed = new ArrayList<>();
            for (Wanted queue : wanted) {
                claimed.addAll(take(connection, queue, now));
            }
            return claimed;
        });
    }

    private static List<Claimed> take(Connection connection, Wanted wanted, long now) throws SQLException {
        Map<String, Integer> attempts = new HashMap<>();
        try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            claim.setLong(1, wanted.lease().toMillis());
            claim.setString(2, wanted.subscriber().id().toString());
            claim.setString(3, wanted.workspaceId());
            claim.setInt(4, wanted.most());
            try (ResultSet rows = claim.executeQuery()) {
                while (rows.next()) {
                    attempts.put(rows.getString(1), rows.getInt(2));
                }
            }
        }
        Map<String, byte[]> events = attempts.isEmpty() ? Map.of() : events(connection, wanted, attempts.keySet());
        List<Claimed> claimed = new ArrayList<>(attempts.size());
        attempts.forEach((id, number) -> claimed.add(new Claimed(wanted, id, number, events.get(id), now)));
        return claimed;
    }

    private static Map<String, byte[]> events(Connection connection, Wanted wanted, Set<String> ids)
            throws SQLException {
        Map<String, byte[]> events = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(EVENTS)) {
            select.setString(1, wanted.workspaceId());
            select.setArray(2, connection.createArrayOf("text", ids.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    events.put(rows.getString(1), rows.getBytes(2));
                }
            }
        }
        return events;
    }
}
