package dev.eventbus.notifications.inbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A notification as lists show it: with what its owner did to it, where there is anything.
 *
 * @param archivedAt when it was put away
 * @param snoozedUntil when it comes back
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Listed(
        @JsonUnwrapped @JsonInclude(JsonInclude.Include.ALWAYS)
        Notification notification,

        @Nullable Instant archivedAt,
        @Nullable Instant snoozedUntil) {}
