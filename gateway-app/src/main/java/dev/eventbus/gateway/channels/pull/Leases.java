package dev.eventbus.gateway.channels.pull;

import dev.eventbus.gateway.database.Jdbc;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who runs which channel: one row each, in PostgreSQL and by its clock, so that replicas need not agree on the time.
 * Blocks.
 *
 * <pre>
 *   free ─▶ claimed (epoch + 1) ─▶ renewed … ─▶ released ─▶ free
 *                       └── not renewed in time: anybody's ──┘
 * </pre>
 */
final class Leases {
    /** How much earlier than the row says this replica stops by itself. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private static final String RENEW = """
            update gateway.event_channel_run set until = clock_timestamp() + ? * interval '1 millisecond'
            where owner = ? and until > clock_timestamp() and channel_id = any(?) returning channel_id, epoch""";

    private static final String CLAIM = """
            insert into gateway.event_channel_run as run (channel_id, owner, epoch, until)
            select id, ?, 1, clock_timestamp() + ? * interval '1 millisecond' from (
                select c.id from gateway.event_channel c left join gateway.event_channel_run r on r.channel_id = c.id
                where c.id = any(?) and c.enabled and (r.until is null or r.until <= clock_timestamp())
                order by c.id limit ?) free
            on conflict (channel_id) do update
                set owner = excluded.owner, epoch = run.epoch + 1, until = excluded.until
                where run.until <= clock_timestamp()
            returning channel_id, epoch""";

    private final Jdbc jdbc;
    private final String owner;
    private final Duration length;
    private final LongSupplier nanos;

    /**
     * @param owner this replica, and this start of it
     * @param length for how long one is given; more than two seconds
     */
    Leases(Jdbc jdbc, String owner, Duration length, LongSupplier nanos) {
        this.jdbc = jdbc;
        this.owner = owner;
        this.length = length;
        this.nanos = nanos;
    }

    /** Renews them; those that were lost meanwhile end. */
    void renew(Collection<Lease> held) {
        long until = until();
        Map<String, Long> renewed = new HashMap<>();
        String[] ids = held.stream().map(Lease::channelId).toArray(String[]::new);
        jdbc.inTransaction(connection -> Jdbc.query(
                connection,
                RENEW,
                List.of(length.toMillis(), owner, connection.createArrayOf("text", ids)),
                row -> renewed.put(row.getString(1), row.getLong(2))));
        for (Lease lease : held) {
            if (renewed.getOrDefault(lease.channelId(), -1L) == lease.epoch()) {
                lease.extend(until);
            } else {
                lease.end();
            }
        }
    }

    /** Takes of the channels those that are nobody's, {@code most} at a time so that others get some, too. */
    List<Lease> claim(Collection<String> channels, int most) {
        long until = until();
        return jdbc.inTransaction(connection -> Jdbc.query(
                connection,
                CLAIM,
                List.of(owner, length.toMillis(), connection.createArrayOf("text", channels.toArray()), most),
                row -> new Lease(row.getString(1), new Lease.Hand(owner, row.getLong(2)), nanos, until)));
    }

    /** Leaves it to whoever comes first. */
    void release(Lease lease) {
        lease.end();
        jdbc.update(
                "update gateway.event_channel_run set until = clock_timestamp()"
                        + " where channel_id = ? and owner = ? and epoch = ?",
                lease.channelId(),
                lease.owner(),
                lease.epoch());
    }

    /** Counted from before the row is written, so never later than the row's own. */
    private long until() {
        return nanos.getAsLong() + length.minus(MARGIN).toNanos();
    }
}
