package dev.eventbus.notifications.push;

import dev.eventbus.notifications.device.DeviceKind;
import dev.eventbus.notifications.device.Registrable;
import dev.eventbus.webhook.UrlGuard;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Makes the parts of push that know nothing of this application. */
final class PushWiring {
    @Produces
    @Singleton
    UrlGuard guard(PushConfig config) {
        return UrlGuard.publicOnly(config.allowedHosts().orElse(List.of()));
    }

    @Produces
    @Singleton
    Registrable registrable() {
        return kind -> kind == DeviceKind.WEBPUSH ? Optional.empty() : Optional.of("is not configured here");
    }
}
