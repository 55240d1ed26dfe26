package dev.eventbus.notifications.device;

import dev.eventbus.notifications.database.Sql;
import dev.eventbus.notifications.inbox.Owner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

/** Reads rows of the table of devices. */
public final class DeviceRows {
    private DeviceRows() {}

    public static Device device(ResultSet row) throws SQLException {
        return new Device(
                row.getString("id"),
                new Owner(row.getString("workspace_id"), row.getString("user_id")),
                address(row),
                row.getString("name"),
                Objects.requireNonNull(Sql.instant(row, "created_at")),
                Objects.requireNonNull(Sql.instant(row, "registered_at")),
                new Device.History(
                        Sql.instant(row, "last_success_at"),
                        Sql.instant(row, "last_failure_at"),
                        row.getString("last_failure")));
    }

    private static Address address(ResultSet row) throws SQLException {
        String secret = row.getString("address");
        return switch (DeviceKind.valueOf(row.getString("kind"))) {
            case WEBPUSH -> new Address.WebPush(secret, row.getString("p256dh"), row.getString("auth"));
            case FCM -> new Address.Fcm(secret);
            case APNS -> new Address.Apns(secret, Address.Environment.valueOf(row.getString("environment")));
        };
    }
}
