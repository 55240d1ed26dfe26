package dev.eventbus.gateway.channels.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256, and comparisons that take as long whatever they find. */
final class Hmac {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private Hmac(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    static Hmac of(byte[] key) {
        return new Hmac(key);
    }

    static Hmac ofText(String key) {
        return new Hmac(key.getBytes(StandardCharsets.UTF_8));
    }

    /** @param before what stands in front of the body, in UTF-8 */
    byte[] sign(String before, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(before.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** Whether the text is the signature, in hexadecimal digits of either case. */
    static boolean isHex(byte[] signature, String text) {
        try {
            return MessageDigest.isEqual(signature, HexFormat.of().parseHex(text));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether the text is the signature in base64. */
    static boolean isBase64(byte[] signature, String text) {
        try {
            return MessageDigest.isEqual(signature, Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Names a body: the same bytes have the same name. */
    static String nameOf(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
