package dev.eventbus.notifications.device;

import dev.eventbus.notifications.device.Address.Environment;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A device as the API shows it: nothing that would let a reader push to it.
 *
 * @param host of a browser's push service
 * @param environment of an Apple device
 */
@RegisterForReflection // answers with a status of their own hide their type from the framework
@Schema(name = "Device")
record DeviceAnswer(
        String id,
        DeviceKind kind,
        @Schema(nullable = true) @Nullable String name,
        @Schema(nullable = true) @Nullable String host,
        @Schema(nullable = true) @Nullable Environment environment,
        Instant createdAt,
        @Schema(nullable = true) @Nullable Instant lastSuccess,
        @Schema(nullable = true) @Nullable Instant lastFailure,
        @Schema(nullable = true) @Nullable String lastFailureReason) {
    /** All devices of a user: there are never so many that they need pages. */
    @Schema(name = "DeviceList")
    record DeviceList(
            List<DeviceAnswer> items,

            @Schema(nullable = true, description = "Always null") @Nullable
            String nextCursor) {}

    static DeviceAnswer of(Device device) {
        Device.History history = device.history();
        return new DeviceAnswer(
                device.id(),
                device.address().kind(),
                device.name(),
                device.address() instanceof Address.WebPush browser
                        ? browser.url().host()
                        : null,
                device.address() instanceof Address.Apns apple ? apple.environment() : null,
                device.createdAt(),
                history.lastSuccess(),
                history.lastFailure(),
                history.lastFailureReason());
    }
}
