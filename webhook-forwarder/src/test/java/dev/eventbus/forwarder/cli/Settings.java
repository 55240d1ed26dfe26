package dev.eventbus.forwarder.cli;

import dev.eventbus.forwarder.config.ForwarderSettings;
import java.nio.file.Path;
import java.util.Optional;

/** Settings without an environment. */
record Settings(Path configDir, String url) implements ForwarderSettings {
    @Override
    public Admin admin() {
        return Optional::empty;
    }

    @Override
    public Nats nats() {
        return new Nats() {
            @Override
            public String url() {
                return url;
            }

            @Override
            public Optional<Path> creds() {
                return Optional.empty();
            }

            @Override
            public Optional<String> user() {
                return Optional.empty();
            }

            @Override
            public Optional<String> password() {
                return Optional.empty();
            }
        };
    }
}
