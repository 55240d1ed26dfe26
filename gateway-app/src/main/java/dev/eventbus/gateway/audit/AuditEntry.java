package dev.eventbus.gateway.audit;

import org.jspecify.annotations.Nullable;

/**
 * What was done, or tried; who did it and from where is known from the request.
 *
 * @param action object and verb, such as {@code subscription.create}
 * @param workspaceId null where it concerns no single workspace
 * @param target what it was done to, such as an id; never a secret
 */
public record AuditEntry(
        String action,
        @Nullable String workspaceId,
        @Nullable String target) {}
