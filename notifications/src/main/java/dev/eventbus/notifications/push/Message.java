package dev.eventbus.notifications.push;

import dev.eventbus.notifications.inbox.Notification;
import dev.eventbus.notifications.inbox.Unread;
import dev.eventbus.notifications.rule.Priority;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * What is to be shown on a device.
 *
 * @param unread the user's count with its version
 * @param url where a click leads
 * @param expiresAt after that it is of no use
 */
record Message(Notification notification, Unread unread, String url, Instant expiresAt) {
    private static final int TOPIC = 32;
    private static final Duration LONGEST = Duration.ofDays(28); // what Firebase takes, and more than anybody waits

    String id() {
        return notification.id();
    }

    Priority priority() {
        return notification.priority();
    }

    /** Never negative: zero means now or never (RFC 8030 §5.2). At most 28 days. */
    Duration timeToLive(Instant now) {
        Duration left = Duration.between(now, expiresAt);
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return left.compareTo(LONGEST) < 0 ? left : LONGEST;
    }

    /** Whether a newer one is to take its place. */
    boolean isCollapsible() {
        return notification.collapseKey() != null;
    }

    /** Names what may replace what in 32 characters of base64url (RFC 8030 §5.4); a repetition replaces itself. */
    String topic() {
        String key = isCollapsible()
                ? String.join("\n", notification.workspaceId(), notification.rule(), notification.collapseKey())
                : id();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, TOPIC);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
