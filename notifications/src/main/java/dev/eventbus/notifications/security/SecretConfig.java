package dev.eventbus.notifications.security;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What the gateway's tokens are signed with. */
@ConfigMapping(prefix = "notifier.internal")
public interface SecretConfig {
    Optional<String> secret();

    /** Whence the secret is derived when none is given. */
    String databasePassword();
}
