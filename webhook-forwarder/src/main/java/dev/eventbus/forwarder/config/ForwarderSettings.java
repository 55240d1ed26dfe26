package dev.eventbus.forwarder.config;

import dev.eventbus.nats.NatsSettings;
import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** What the environment says; the README has the table. */
@ConfigMapping(prefix = "forwarder")
public interface ForwarderSettings {
    /** The folder of the YAML files. */
    Path configDir();

    Nats nats();

    Admin admin();

    /** How to reach NATS. */
    interface Nats {
        String url();

        Optional<Path> creds();

        Optional<String> user();

        Optional<String> password();

        /** @throws BrokenConfigException saying which variables cannot be */
        default NatsSettings settings() {
            try {
                return NatsSettings.of(url())
                        .withCreds(creds().orElse(null))
                        .withUser(user().orElse(null), password().orElse(null))
                        .withConnectionName("eventbus-forwarder");
            } catch (IllegalArgumentException e) {
                throw BrokenConfigException.ofEnvironment("NATS_URL, NATS_USER, NATS_PASSWORD", e);
            }
        }
    }

    /** Who may steer the process. */
    interface Admin {
        /** Without it everything under {@code /admin} is off. */
        Optional<String> token();
    }
}
