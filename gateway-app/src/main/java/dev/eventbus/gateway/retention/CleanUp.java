package dev.eventbus.gateway.retention;

import dev.eventbus.gateway.database.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** What is removed, some rows in each transaction. */
enum CleanUp {
    OVERDUE_DELIVERIES {
        @Override
        int some(Connection connection, RetentionSettings keep) throws SQLException {
            return Overdue.bury(connection, keep.deliveries(), CHUNK);
        }
    },
    ENDED_DELIVERIES {
        @Override
        int some(Connection connection, RetentionSettings keep) throws SQLException {
            String sql = """
                    delete from gateway.delivery where state <> 'PENDING' and ctid = any(array(
                        select ctid from gateway.delivery
                        where state <> 'PENDING' and last_at < now() - ? * interval '1 second'
                        order by last_at limit ? for update skip locked))""";
            return Jdbc.update(connection, sql, keep.deliveries().toSeconds(), CHUNK);
        }
    },
    DEAD_LETTERS {
        @Override
        int some(Connection connection, RetentionSettings keep) throws SQLException {
            String sql = """
                    delete from gateway.dead_letter_event where state <> 'REPLAYING' and ctid = any(array(
                        select ctid from gateway.dead_letter_event
                        where state <> 'REPLAYING' and last_at < now() - ? * interval '1 second'
                        and coalesce(replayed_at, last_at) < now() - ? * interval '1 second'
                        order by last_at limit ? for update skip locked))""";
            long seconds = keep.deadLetters().toSeconds();
            return Jdbc.update(connection, sql, seconds, seconds, CHUNK);
        }
    },
    EVENTS {
        private static final String UNNEEDED = """
                not exists (select 1 from gateway.delivery
                            where delivery.event_id = event.event_id and delivery.state = 'PENDING')
                and not exists (select 1 from gateway.dead_letter_event letter
                                where letter.event_id = event.event_id)""";

        /** Asked a second time once they are held: a replay may have begun to need one in between. */
        @Override
        int some(Connection connection, RetentionSettings keep) throws SQLException {
            List<String> old = Jdbc.query(
                    connection,
                    "select event_id from gateway.platform_event event"
                            + " where recorded_at < now() - ? * interval '1 second' and " + UNNEEDED
                            + " limit ? for update skip locked",
                    List.of(keep.events().toSeconds(), CHUNK),
                    row -> row.getString(1));
            Jdbc.update(
                    connection,
                    "delete from gateway.platform_event event where event_id = any(?) and " + UNNEEDED,
                    connection.createArrayOf("text", old.toArray()));
            return old.size();
        }
    };

    /** How many rows a transaction takes at most; fewer than that were the last. */
    static final int CHUNK = 1_000;

    /** In the order in which one makes the next possible. */
    static Stream<CleanUp> all() {
        return Stream.of(values());
    }

    /** Says how many it dealt with. */
    abstract int some(Connection connection, RetentionSettings keep) throws SQLException;
}
