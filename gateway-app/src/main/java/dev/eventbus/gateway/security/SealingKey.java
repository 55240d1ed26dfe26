package dev.eventbus.gateway.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One key secrets are sealed with: AES-256-GCM (NIST SP 800-38D) under a fresh 96-bit nonce each time. A sealed secret
 * is a version byte, four bytes that tell which key, the nonce, and the ciphertext with its tag.
 */
final class SealingKey {
    private static final byte VERSION = 1;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HEAD_BYTES = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;
    private final byte[] head;

    SealingKey(byte[] bytes) {
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("a sealing key must be 32 bytes, was " + bytes.length);
        }
        key = new SecretKeySpec(bytes, "AES");
        head = ByteBuffer.allocate(HEAD_BYTES)
                .put(VERSION)
                .put(digest(bytes), 0, HEAD_BYTES - 1)
                .array();
    }

    /** @param base64 32 bytes; the message of the {@link IllegalArgumentException} never holds it */
    static SealingKey parse(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            bytes = new byte[0]; // not kept as a cause: the JDK's message quotes a character of the key
        }
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "SECRETS_KEY must be base64 of 32 bytes; make one by: openssl rand -base64 32");
        }
        return new SealingKey(bytes);
    }

    boolean hasSealed(byte[] sealed) {
        return sealed.length > HEAD_BYTES && Arrays.equals(head, 0, HEAD_BYTES, sealed, 0, HEAD_BYTES);
    }

    byte[] seal(String secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] hidden = cipher(Cipher.ENCRYPT_MODE, nonce, 0).doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(HEAD_BYTES + NONCE_BYTES + hidden.length)
                    .put(head)
                    .put(nonce)
                    .put(hidden)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES/GCM", e);
        }
    }

    String open(byte[] sealed) {
        int from = HEAD_BYTES + NONCE_BYTES;
        if (sealed.length < from + TAG_BITS / 8) {
            throw new IllegalArgumentException("A stored secret was cut short; set it anew.");
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, sealed, HEAD_BYTES);
            return new String(cipher.doFinal(sealed, from, sealed.length - from), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("A stored secret was changed by somebody else; set it anew.", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, int offset) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, offset, NONCE_BYTES));
        cipher.updateAAD(head);
        return cipher;
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
