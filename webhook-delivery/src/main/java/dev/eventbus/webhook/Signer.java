package dev.eventbus.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a body as Standard Webhooks 1.0.0 asks (symmetric, {@code v1}). With several secrets the receiver may still
 * check with any one of them, which is how a secret is rotated. Immutable; safe for concurrent use.
 */
public final class Signer {
    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7E&&[^.]]{1,256}");
    private final List<SecretKeySpec> keys;

    private Signer(List<SecretKeySpec> keys) {
        this.keys = keys;
    }

    /**
     * @param secrets the newest first, each base64 of 24 to 64 bytes, with or without {@code whsec_}
     * @throws IllegalArgumentException that never holds a secret
     */
    public static Signer of(List<String> secrets) {
        if (secrets.isEmpty() || secrets.size() > 5) {
            throw new IllegalArgumentException("signing secrets must be 1 to 5, were " + secrets.size());
        }
        return new Signer(secrets.stream().map(Signer::key).toList());
    }

    private static SecretKeySpec key(String secret) {
        String text = secret.startsWith("whsec_") ? secret.substring("whsec_".length()) : secret;
        byte[] bytes = decoded(text);
        if (bytes.length < 24 || bytes.length > 64) {
            throw new IllegalArgumentException(
                    "signing secret must hold 24 to 64 bytes, held " + bytes.length + "; make one of 32 random bytes");
        }
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // the JDK's message quotes a character of the secret: not kept as a cause
            throw new IllegalArgumentException("signing secret must be base64, with or without whsec_ before it");
        }
    }

    /**
     * The three headers to send with the body.
     *
     * @param id the same on every attempt; printable ASCII without dots, because the dot separates the signed parts
     * @param now the time of this attempt
     */
    public Map<String, String> headers(String id, Instant now, byte[] body) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("webhook-id must be printable ASCII without dots or spaces, was " + id);
        }
        String seconds = Long.toString(now.getEpochSecond());
        byte[] head = (id + "." + seconds + ".").getBytes(StandardCharsets.US_ASCII);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", seconds);
        headers.put(
                "webhook-signature",
                keys.stream().map(key -> "v1," + signature(key, head, body)).collect(Collectors.joining(" ")));
        return headers;
    }

    private static String signature(SecretKeySpec key, byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(head);
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** Equal to one of the same secrets in the same order. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Signer signer && keys.equals(signer.keys);
    }

    @Override
    public int hashCode() {
        return keys.hashCode();
    }

    @Override
    public String toString() {
        return "Signer[secrets=" + keys.size() + "]";
    }
}
