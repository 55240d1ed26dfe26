package dev.eventbus.forwarder.forward;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The {@code webhook-id} of a message: its id where that may be one, else a digest of it; the same on every attempt. */
final class WebhookId {
    /** Standard Webhooks 1.0.0: no dot, since dots separate what is signed. */
    private static final Pattern FIT = Pattern.compile("[\\x21-\\x7E&&[^.]]{1,256}");

    private WebhookId() {}

    static String of(String messageId) {
        return FIT.matcher(messageId).matches() ? messageId : "msg_" + digest(messageId);
    }

    private static String digest(String messageId) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(messageId.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
