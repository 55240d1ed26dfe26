package dev.eventbus.notifications.inbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/** The id of a notification: a hash of what makes it one, so that making it again makes the same one. */
public final class NotificationId {
    private static final int BYTES = 20;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{27}");

    private NotificationId() {}

    /** 27 characters; none of the parts may have a line break, which topic segments never have. */
    public static String of(String workspaceId, String eventId, String rule, String userId) {
        String parts = String.join("\n", workspaceId, eventId, rule, userId);
        byte[] hash = sha256().digest(parts.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
    }

    static boolean isWellFormed(String id) {
        return FORM.matcher(id).matches();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
