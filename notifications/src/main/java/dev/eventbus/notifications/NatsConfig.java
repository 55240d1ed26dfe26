package dev.eventbus.notifications;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** How to reach NATS; {@code application.properties} has the names of the environment variables. */
@ConfigMapping(prefix = "notifier.nats")
public interface NatsConfig {
    /** Comma-separated servers. */
    String url();

    /** A credentials file. */
    Optional<String> creds();

    Optional<String> user();

    Optional<String> password();
}
