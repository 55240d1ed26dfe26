package dev.eventbus.example.crm;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Checks what Standard Webhooks ask: the signature over id, time and the very bytes, and that the time is now. */
record WebhookSignature(SecretKeySpec key, InstantSource clock) {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    static WebhookSignature of(String secret, InstantSource clock) {
        byte[] bytes = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
        return new WebhookSignature(new SecretKeySpec(bytes, "HmacSHA256"), clock);
    }

    /** @param headers a header's value by its name, or null */
    boolean fits(HeaderOf headers, byte[] body) {
        String id = headers.get("webhook-id");
        String time = headers.get("webhook-timestamp");
        String signatures = headers.get("webhook-signature");
        if (id == null || signatures == null || time == null || !time.matches("[0-9]{1,12}")) {
            return false;
        }
        long age = Math.abs(clock.instant().getEpochSecond() - Long.parseLong(time));
        byte[] expected = ("v1," + sign((id + "." + time + ".").getBytes(StandardCharsets.UTF_8), body))
                .getBytes(StandardCharsets.UTF_8);
        // Several while a secret is being changed. Compared in constant time.
        return age <= TOLERANCE.toSeconds()
                && Arrays.stream(signatures.split(" ", 10))
                        .anyMatch(one -> MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), expected));
    }

    private String sign(byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(head);
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /** Where headers come from. */
    interface HeaderOf {
        @Nullable
        String get(String name);
    }
}
