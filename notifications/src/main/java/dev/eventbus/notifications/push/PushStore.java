package dev.eventbus.notifications.push;

import dev.eventbus.notifications.database.Database;
import dev.eventbus.notifications.database.Sql;
import dev.eventbus.notifications.device.Device;
import dev.eventbus.notifications.device.DeviceRows;
import dev.eventbus.notifications.inbox.Outgoing;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which device got which notification; for many notifications at a time. */
@Singleton
final class PushStore {
    private static final String FIND = """
            select d.*, w.notification_id, s.state
            from unnest(?::text[], ?::text[], ?::text[]) as w (notification_id, workspace_id, user_id)
              join device d on d.workspace_id = w.workspace_id and d.user_id = w.user_id
              left join device_delivery s on s.notification_id = w.notification_id and s.device_id = d.id
            order by d.id""";
    // The device or the notification may be gone meanwhile; locked in one order, so that batches never deadlock.
    private static final String RECORD = """
            insert into device_delivery (notification_id, device_id, state, at)
            select o.notification_id, o.device_id, o.state, ?
            from unnest(?::text[], ?::text[], ?::text[]) as o (notification_id, device_id, state)
              join device d on d.id = o.device_id join notification n on n.id = o.notification_id
            order by o.notification_id, o.device_id
            on conflict (notification_id, device_id) do nothing""";
    private static final String SUCCESS = """
            update device d set last_success_at = ?
            from (select id from device where id = any (?::text[]) order by id for update) as o where o.id = d.id""";
    private static final String FAILURE = """
            update device d set last_failure_at = ?, last_failure = f.reason
            from (select distinct on (id) id, reason from unnest(?::text[], ?::text[]) as u (id, reason)
                  order by id) as f
            where f.id = d.id""";
    // A device that registered anew since we read it is alive, whatever the service said of the registration before.
    private static final String PRUNE = """
            delete from device d using unnest(?::text[], ?::text[]) as gone (id, registered_at)
            where d.id = gone.id and d.registered_at = gone.registered_at::timestamptz""";

    private final Database database;

    PushStore(Database database) {
        this.database = database;
    }

    private record Row(
            Device device, String notificationId, @Nullable String state) {}

    /** For each notification its targets, in the same order. */
    List<Targets> find(List<Outgoing> notifications) {
        List<Row> rows = database.inTransaction(connection -> Sql.query(
                connection,
                FIND,
                PushStore::row,
                each(notifications, one -> one.notification().id()),
                each(notifications, one -> one.owner().workspaceId()),
                each(notifications, one -> one.owner().userId())));
        Map<String, List<Row>> byNotification = new HashMap<>();
        rows.forEach(row -> byNotification
                .computeIfAbsent(row.notificationId(), id -> new ArrayList<>())
                .add(row));
        return notifications.stream()
                .map(one ->
                        targets(byNotification.getOrDefault(one.notification().id(), List.of())))
                .toList();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(DeviceRows.device(row), row.getString("notification_id"), row.getString("state"));
    }

    private static Targets targets(List<Row> rows) {
        return new Targets(
                rows.stream()
                        .filter(row -> row.state() == null)
                        .map(Row::device)
                        .toList(),
                (int) rows.stream().filter(row -> "SENT".equals(row.state())).count(),
                (int) rows.stream().filter(row -> "FAILED".equals(row.state())).count());
    }

    /** Writes down what is final, and lets go of devices that are proven to be gone. */
    void record(List<Pushed> pushed, Instant now) {
        database.inTransaction(connection -> {
            recordFinal(connection, pushed, now);
            List<String> successes = ids(pushed, Answer.Accepted.class);
            if (!successes.isEmpty()) {
                Sql.update(connection, SUCCESS, now, successes);
            }
            return recordFailures(connection, pushed, now);
        });
    }

    private static void recordFinal(Connection connection, List<Pushed> pushed, Instant now) throws SQLException {
        List<Pushed> last = pushed.stream()
                .filter(one -> one.answer() instanceof Answer.Accepted || one.answer() instanceof Answer.Refused)
                .toList();
        if (!last.isEmpty()) {
            Sql.update(
                    connection,
                    RECORD,
                    now,
                    each(last, Pushed::notificationId),
                    each(last, one -> one.device().id()),
                    each(last, one -> one.answer() instanceof Answer.Accepted ? "SENT" : "FAILED"));
        }
    }

    private static int recordFailures(Connection connection, List<Pushed> pushed, Instant now) throws SQLException {
        List<Pushed> failures = pushed.stream()
                .filter(one -> one.answer() instanceof Answer.Refused || one.answer() instanceof Answer.Later)
                .toList();
        if (!failures.isEmpty()) {
            Sql.update(
                    connection,
                    FAILURE,
                    now,
                    each(failures, one -> one.device().id()),
                    each(failures, one -> one.answer().why()));
        }
        List<Pushed> gone = pushed.stream()
                .filter(one -> one.answer() instanceof Answer.Gone)
                .toList();
        return gone.isEmpty()
                ? 0
                : Sql.update(
                        connection,
                        PRUNE,
                        each(gone, one -> one.device().id()),
                        each(gone, one -> one.device().registeredAt().toString()));
    }

    private static List<String> ids(List<Pushed> pushed, Class<? extends Answer> answer) {
        Stream<Pushed> such = pushed.stream().filter(one -> answer.isInstance(one.answer()));
        return such.map(one -> one.device().id()).distinct().toList();
    }

    private static <T> List<String> each(List<T> all, Function<T, String> property) {
        return all.stream().map(property).toList();
    }
}
