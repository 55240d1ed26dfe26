package dev.eventbus.notifications.device;

import dev.eventbus.notifications.inbox.Owner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One browser or phone of one user in one workspace.
 *
 * @param name what its user calls it
 * @param registeredAt when it last said that it is there; an older word of a push service about it does not count
 * @param history what came of pushing to it
 */
public record Device(
        String id,
        Owner owner,
        Address address,
        @Nullable String name,
        Instant createdAt,
        Instant registeredAt,
        History history) {
    /**
     * What came of pushing to a device.
     *
     * @param lastFailureReason in words without secrets
     */
    public record History(
            @Nullable Instant lastSuccess,
            @Nullable Instant lastFailure,
            @Nullable String lastFailureReason) {}
}
