package dev.eventbus.notifications.push;

import dev.eventbus.notifications.inbox.Notification;
import dev.eventbus.notifications.inbox.Outgoing;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Makes what devices show out of stored notifications. */
@Singleton
final class Messages {
    private final String inbox;
    private final Duration timeToLive;

    Messages(PushConfig config) {
        this.inbox = inbox(config.publicUrl());
        this.timeToLive = config.timeToLive();
    }

    private static String inbox(Optional<URI> publicUrl) {
        String base = publicUrl.map(URI::toString).orElse("");
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/inbox";
    }

    Message of(Outgoing outgoing) {
        Notification notification = outgoing.notification();
        Instant expiresAt = notification.expiresAt();
        return new Message(
                notification,
                outgoing.unread(),
                inbox + "?workspace=" + notification.workspaceId(),
                expiresAt == null ? notification.createdAt().plus(timeToLive) : expiresAt);
    }
}
