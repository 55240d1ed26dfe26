package dev.eventbus.gateway.channels.pull;

import dev.eventbus.gateway.channels.intake.DeliveryName;
import dev.eventbus.gateway.database.Jdbc;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How far channels got, in PostgreSQL: places of streams and lists, and which items have been published. Written only for
 * who has the lease. Blocks.
 */
@ApplicationScoped
class Progress {
    private static final String FORGET = """
            delete from gateway.event_channel_item where ctid = any(array(
                select ctid from gateway.event_channel_item
                where channel_id = ? and seen_at < now() - interval '7 days' order by seen_at limit 10000))""";

    /** A list that brings nothing but new items must not fill the disk within a week. */
    private static final String FORGET_MANY = """
            delete from gateway.event_channel_item where ctid = any(array(
                select ctid from gateway.event_channel_item
                where channel_id = ? order by seen_at desc offset 100000 limit 10000))""";

    private static final String HELD = "select channel_id from gateway.event_channel_run"
            + " where channel_id = ? and owner = ? and epoch = ? for update";

    private static final String SEE = """
            insert into gateway.event_channel_item (channel_id, item, seen_at)
            select ?, unnest(?::text[]), now()
            on conflict (channel_id, item) do update set seen_at = excluded.seen_at
                where event_channel_item.seen_at < now() - interval '1 hour'""";

    private final Jdbc jdbc;

    Progress(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    Place place(String channelId) {
        return jdbc
                .query(
                        "select position, etag, last_modified from gateway.event_channel_run where channel_id = ?",
                        List.of(channelId),
                        row -> new Place(row.getString(1), row.getString(2), row.getString(3)))
                .stream()
                .findFirst()
                .orElse(Place.START);
    }

    /** Says false if the lease is somebody else's by now; then nothing was written. */
    boolean keep(Lease lease, Place place) {
        return jdbc.update(
                        "update gateway.event_channel_run set position = ?, etag = ?, last_modified = ?"
                                + " where channel_id = ? and owner = ? and epoch = ?",
                        place.position(),
                        place.etag(),
                        place.lastModified(),
                        lease.channelId(),
                        lease.owner(),
                        lease.epoch())
                == 1;
    }

    /** Of these deliveries those that have not been published as far as is known. */
    Set<String> unseen(String channelId, Collection<String> deliveries) {
        Set<String> seen = new HashSet<>(jdbc.inTransaction(connection -> Jdbc.query(
                connection,
                "select item from gateway.event_channel_item where channel_id = ? and item = any(?)",
                List.of(channelId, names(connection, channelId, deliveries)),
                row -> row.getString(1))));
        return deliveries.stream()
                .filter(delivery -> !seen.contains(DeliveryName.of(channelId, delivery)))
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** They have been published, or are still listed; says false if the lease is somebody else's by now. */
    boolean see(Lease lease, Collection<String> deliveries) {
        return jdbc.inTransaction(connection -> {
            List<String> held = Jdbc.query(
                    connection,
                    HELD,
                    List.of(lease.channelId(), lease.owner(), lease.epoch()),
                    row -> row.getString(1));
            if (!held.isEmpty()) {
                Jdbc.update(connection, SEE, lease.channelId(), names(connection, lease.channelId(), deliveries));
            }
            return !held.isEmpty();
        });
    }

    /** Forgets what has not been listed for a week, and the oldest of more than 100,000. */
    void forgetUnlisted(String channelId) {
        jdbc.update(FORGET, channelId);
        jdbc.update(FORGET_MANY, channelId);
    }

    private static java.sql.Array names(Connection connection, String channelId, Collection<String> deliveries)
            throws SQLException {
        return connection.createArrayOf(
                "text",
                deliveries.stream()
                        .map(delivery -> DeliveryName.of(channelId, delivery))
                        .toArray());
    }
}
