package dev.eventbus.gateway.bus;

import dev.eventbus.nats.NatsSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** How this gateway reaches the broker. */
@ConfigMapping(prefix = "gateway.nats")
interface BrokerSettings {
    /** One server, or several separated by commas. */
    @WithDefault("nats://localhost:4222")
    String url();

    Optional<Path> creds();

    Optional<String> user();

    Optional<String> password();

    default NatsSettings settings() {
        return NatsSettings.of(url())
                .withConnectionName("gateway")
                .withCreds(creds().orElse(null))
                .withUser(user().orElse(null), password().orElse(null));
    }
}
