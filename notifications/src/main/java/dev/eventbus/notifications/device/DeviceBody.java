package dev.eventbus.notifications.device;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How a request writes a device. For the API's description only: {@link DeviceRequest} reads it. */
@Schema(requiredProperties = "kind")
record DeviceBody(
        DeviceKind kind,

        @Schema(description = "Of WEBPUSH: what PushSubscription.toJSON() answers in the browser")
        Subscription subscription,

        @Schema(description = "Of FCM and APNS", maxLength = 2048)
        String token,

        @Schema(
                description = "Of APNS",
                enumeration = {"production", "sandbox"},
                defaultValue = "production")
        String environment,

        @Schema(description = "What its user calls it", maxLength = 100)
        String name) {
    @Schema(
            name = "WebPushSubscription",
            requiredProperties = {"endpoint", "keys"})
    record Subscription(
            @Schema(maxLength = 2048) String endpoint,
            Keys keys,

            @Schema(nullable = true, description = "Milliseconds since 1970") @Nullable
            Long expirationTime) {}

    @Schema(
            name = "WebPushKeys",
            requiredProperties = {"p256dh", "auth"})
    record Keys(
            @Schema(description = "base64url of 65 bytes") String p256dh,
            @Schema(description = "base64url of 16 bytes") String auth) {}
}
