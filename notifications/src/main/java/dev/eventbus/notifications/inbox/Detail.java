package dev.eventbus.notifications.inbox;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One notification and what each channel made of it.
 *
 * @param attempts one per channel it was meant for
 */
@RegisterForReflection
@Schema(name = "NotificationDetail")
public record Detail(@JsonUnwrapped Listed notification, List<Attempt> attempts) {
    /**
     * What a channel made of it.
     *
     * @param state QUEUED, SENT, DELIVERED, FAILED or SKIPPED
     * @param reason why it is not delivered
     * @param tries how often it was tried
     * @param nextAt not sooner than when it is looked at again; of a queued one only
     */
    @RegisterForReflection
    @Schema(name = "NotificationAttempt")
    public record Attempt(
            String channel,

            @Schema(enumeration = {"QUEUED", "SENT", "DELIVERED", "FAILED", "SKIPPED"})
            String state,

            @Schema(nullable = true) @Nullable String reason,
            int tries,
            Instant updatedAt,
            @Schema(nullable = true) @Nullable Instant nextAt) {}
}
