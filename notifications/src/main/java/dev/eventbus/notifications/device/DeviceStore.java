package dev.eventbus.notifications.device;

import dev.eventbus.notifications.database.Database;
import dev.eventbus.notifications.database.Sql;
import dev.eventbus.notifications.inbox.Owner;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The rows of devices. An address belongs to the user who brought it last, once in each of their workspaces. */
@Singleton
final class DeviceStore {
    /** What a user may have in one workspace. */
    static final int MOST = 20;

    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended(?, 7))";
    // In every workspace, not in this one alone: who signed in last holds the device in hands, and must not be shown
    // what is meant for the one before. Knowing the address is proof enough, only the device has it.
    private static final String TAKE_FROM_OTHERS =
            "delete from device where kind = ? and address_hash = ? and user_id <> ?";
    private static final String REGISTER = """
            insert into device (id, workspace_id, user_id, kind, address, address_hash, p256dh, auth, environment, name,
                                created_at, registered_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (workspace_id, kind, address_hash) do update
              set p256dh = excluded.p256dh, auth = excluded.auth, environment = excluded.environment,
                  name = coalesce(excluded.name, device.name), registered_at = excluded.registered_at
            returning *, xmax = 0 as is_new""";
    private static final String MAKE_ROOM = """
            delete from device where id in (
              select id from device where workspace_id = ? and user_id = ? and id <> ?
              order by greatest(registered_at, last_success_at) desc, id offset ?)""";
    private static final String ALL =
            "select * from device where workspace_id = ? and user_id = ? order by created_at desc, id limit ?";
    private static final String DELETE = "delete from device where workspace_id = ? and user_id = ? and id = ?";

    private final Database database;

    DeviceStore(Database database) {
        this.database = database;
    }

    /** A device as it is stored now, and whether it was unknown before. */
    record Registered(Device device, boolean isNew) {}

    /** Who has as many as allowed loses the device that was of use longest ago. */
    Registered register(Owner owner, DeviceRequest request, Instant now) {
        Address address = request.address();
        return database.inTransaction(connection -> {
            lock(connection, address.kind() + address.hash());
            lock(connection, owner.workspaceId() + '/' + owner.userId());
            Sql.update(connection, TAKE_FROM_OTHERS, address.kind(), address.hash(), owner.userId());
            Registered registered = insert(connection, owner, request, now);
            Sql.update(
                    connection,
                    MAKE_ROOM,
                    owner.workspaceId(),
                    owner.userId(),
                    registered.device().id(),
                    MOST - 1);
            return registered;
        });
    }

    // Two logins on one device, or two devices of one user, at once: one after the other.
    private static void lock(Connection connection, String what) throws SQLException {
        Sql.query(connection, LOCK, row -> what, what);
    }

    private static Registered insert(Connection connection, Owner owner, DeviceRequest request, Instant now)
            throws SQLException {
        Address address = request.address();
        Address.WebPush browser = address instanceof Address.WebPush web ? web : null;
        Address.Apns apple = address instanceof Address.Apns apns ? apns : null;
        return Sql.query(
                        connection,
                        REGISTER,
                        DeviceStore::registered,
                        UUID.randomUUID().toString(),
                        owner.workspaceId(),
                        owner.userId(),
                        address.kind(),
                        address.secret(),
                        address.hash(),
                        browser == null ? null : browser.p256dh(),
                        browser == null ? null : browser.auth(),
                        apple == null ? null : apple.environment(),
                        request.name(),
                        now,
                        now)
                .get(0);
    }

    private static Registered registered(ResultSet row) throws SQLException {
        return new Registered(DeviceRows.device(row), row.getBoolean("is_new"));
    }

    List<Device> all(Owner owner) {
        return database.inTransaction(connection ->
                Sql.query(connection, ALL, DeviceRows::device, owner.workspaceId(), owner.userId(), MOST));
    }

    /** False if the owner has no such device. */
    boolean delete(Owner owner, String id) {
        return database.inTransaction(
                connection -> Sql.update(connection, DELETE, owner.workspaceId(), owner.userId(), id) > 0);
    }
}
