package dev.eventbus.notifications.push;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The configuration of somebody who set up keys for browsers. */
record TestConfig(Optional<String> publicKey, Optional<String> privateKey) implements PushConfig, PushConfig.Vapid {
    @Override
    public Optional<List<String>> allowedHosts() {
        return Optional.of(List.of("127.0.0.1"));
    }

    @Override
    public Optional<URI> publicUrl() {
        return Optional.of(URI.create("https://example.com/"));
    }

    @Override
    public Duration timeToLive() {
        return Duration.ofHours(24);
    }

    @Override
    public Vapid vapid() {
        return this;
    }

    @Override
    public String subject() {
        return "mailto:ops@example.com";
    }

    @Override
    public Fcm fcm() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Apns apns() {
        throw new UnsupportedOperationException();
    }
}
