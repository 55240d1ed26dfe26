package dev.eventbus.gateway.subscriptions;

import dev.eventbus.gateway.dispatch.Subscriber;
import dev.eventbus.gateway.dispatch.SubscriberId;
import dev.eventbus.gateway.dispatch.Target;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A webhook subscription as stored.
 *
 * @param pausedReason why the platform stopped its deliveries; null if it did not
 * @param updatedAt tells one state from the next
 */
record Subscription(
        String id,
        String workspaceId,
        Settings settings,
        SigningSecrets secrets,
        @Nullable String pausedReason,
        Instant createdAt,
        Instant updatedAt) {
    /** Whether it gets events. */
    enum Status {
        ACTIVE,
        DISABLED,
        PAUSED
    }

    Status status() {
        if (!settings.enabled()) {
            return Status.DISABLED;
        }
        return pausedReason == null ? Status.ACTIVE : Status.PAUSED;
    }

    Subscription with(Settings settings, SigningSecrets secrets) {
        return new Subscription(id, workspaceId, settings, secrets, pausedReason, createdAt, updatedAt);
    }

    Subscription resumed() {
        return new Subscription(id, workspaceId, settings, secrets, null, createdAt, updatedAt);
    }

    Subscriber subscriber(Instant now) {
        Destination destination = settings.destination();
        return Subscriber.in(
                workspaceId,
                SubscriberId.subscription(id),
                List.of(settings.pattern(workspaceId)),
                settings.retry().policy(),
                new Target.Http(destination.endpoint(), secrets.signer(now), destination.maxConcurrency()));
    }
}
