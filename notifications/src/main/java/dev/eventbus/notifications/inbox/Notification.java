package dev.eventbus.notifications.inbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.eventbus.notifications.rule.Priority;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one user was told because of one event; the same object in lists and in frames.
 *
 * @param id the same however often the event is delivered, see {@link NotificationId}
 * @param rule the key of the rule that made it
 * @param deliveredAt when the first client confirmed it, or it was read; null before
 * @param readAt when it was read; null while it is unread
 * @param collapseKey of two unread ones of a rule with an equal key the newer took the older's place; null for none
 * @param expiresAt when it is of no interest any more; null for never
 */
public record Notification(
        String id,
        String workspaceId,
        String rule,
        Priority priority,
        String title,
        String body,
        Status status,
        String eventId,
        String eventKey,
        String resourceId,
        Instant createdAt,
        @Nullable Instant deliveredAt,
        @Nullable Instant readAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String collapseKey,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant expiresAt) {}
