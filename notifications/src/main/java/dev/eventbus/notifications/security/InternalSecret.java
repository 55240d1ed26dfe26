package dev.eventbus.notifications.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The key that gateway and notifier share: configured, or derived from the database password both of them have. */
final class InternalSecret {
    private static final int MIN_BYTES = 32;
    private static final String PURPOSE = "eventbus-internal-v1";

    private InternalSecret() {}

    /** Throws {@link IllegalArgumentException} if a configured secret is too short for HS256. */
    static SecretKey of(Optional<String> configured, String databasePassword) {
        byte[] secret = configured.orElseGet(() -> derived(databasePassword)).getBytes(StandardCharsets.UTF_8);
        if (secret.length < MIN_BYTES) {
            throw new IllegalArgumentException("INTERNAL_SECRET must have at least " + MIN_BYTES + " bytes, had "
                    + secret.length + "; make one with: openssl rand -base64 32");
        }
        return new SecretKeySpec(secret, "HmacSHA256");
    }

    private static String derived(String databasePassword) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(databasePassword.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] derived = mac.doFinal(PURPOSE.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(derived);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
