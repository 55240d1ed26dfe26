package dev.eventbus.gateway.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an API key; the key itself is not.
 *
 * @param extension whose events it publishes, or null
 * @param expiresAt null for never
 */
record ApiKey(
        String id,
        String workspaceId,
        String name,
        @Nullable String extension,
        @Nullable Instant expiresAt) {
    static final String PREFIX = "evb_";
    private static final int RANDOM_BYTES = 32;
    private static final int LENGTH = PREFIX.length() + 43;

    boolean isExpired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }

    static boolean isOne(String credential) {
        return credential.startsWith(PREFIX);
    }

    static boolean isWellFormed(String credential) {
        return isOne(credential) && credential.length() == LENGTH;
    }

    /** A new key, to be shown once. */
    static String make() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** What is kept of a key. No salt and no stretching: nobody guesses 32 random bytes. */
    static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
