package dev.eventbus.notifications.push;

import dev.eventbus.notifications.device.Device;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a notification is still to be pushed to.
 *
 * @param devices that neither took nor refused it before
 * @param taken how many took it before
 * @param refused how many refused it before
 * @param collapseKey of the notification
 * @param expiresAt of the notification
 */
record Targets(
        List<Device> devices,
        int taken,
        int refused,
        @Nullable String collapseKey,
        @Nullable Instant expiresAt) {
    static final Targets NONE = new Targets(List.of(), 0, 0, null, null);
}
