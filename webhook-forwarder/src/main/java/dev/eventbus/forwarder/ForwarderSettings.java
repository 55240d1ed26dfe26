package dev.eventbus.forwarder;

import dev.eventbus.nats.NatsSettings;
import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** What the environment says; the README has the table. */
@ConfigMapping(prefix = "forwarder")
interface ForwarderSettings {
    /** The folder of the YAML files. */
    Path configDir();

    Nats nats();

    /** How to reach NATS. */
    interface Nats {
        String url();

        Optional<Path> creds();

        Optional<String> user();

        Optional<String> password();

        default NatsSettings settings() {
            return NatsSettings.of(url())
                    .withCreds(creds().orElse(null))
                    .withUser(user().orElse(null), password().orElse(null))
                    .withConnectionName("eventbus-forwarder");
        }
    }
}
