package dev.eventbus.notifications.push;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A browser's half of RFC 8291 and RFC 8188 with nothing but the JDK, so that what our library encrypts is read by code
 * that has nothing in common with it.
 */
public final class Browser {
    private final KeyPair keys;
    private final byte[] auth;

    private Browser(KeyPair keys, byte[] auth) {
        this.keys = keys;
        this.auth = auth;
    }

    public static Browser create() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        byte[] auth = new byte[16];
        new SecureRandom().nextBytes(auth);
        return new Browser(generator.generateKeyPair(), auth);
    }

    public String p256dh() {
        return base64(point());
    }

    public String auth() {
        return base64(auth);
    }

    /** The body of a registration, as a page sends it. */
    public String registration(String endpoint, String name) {
        return """
                {"kind":"WEBPUSH","name":"%s","subscription":{"endpoint":"%s","expirationTime":null,
                 "keys":{"p256dh":"%s","auth":"%s"}}}""".formatted(name, endpoint, p256dh(), auth());
    }

    /** Reads a body of content encoding aes128gcm with one record. */
    public String decrypt(byte[] body) throws GeneralSecurityException {
        ByteBuffer in = ByteBuffer.wrap(body);
        byte[] salt = bytes(in, 16);
        int recordSize = in.getInt();
        byte[] serverPoint = bytes(in, in.get() & 0xff);
        byte[] sealed = bytes(in, in.remaining());
        if (sealed.length > recordSize) {
            throw new GeneralSecurityException("more than one record");
        }
        byte[] secret = agree(serverPoint);
        byte[] keyInfo = join("WebPush: info\0".getBytes(StandardCharsets.US_ASCII), point(), serverPoint);
        byte[] material = expand(mac(auth, secret), keyInfo, 32);
        byte[] prk = mac(salt, material);
        byte[] key = expand(prk, "Content-Encoding: aes128gcm\0".getBytes(StandardCharsets.US_ASCII), 16);
        byte[] nonce = expand(prk, "Content-Encoding: nonce\0".getBytes(StandardCharsets.US_ASCII), 12);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        byte[] padded = cipher.doFinal(sealed);
        int end = padded.length - 1;
        while (padded[end] == 0) {
            end--;
        }
        if (padded[end] != 2) {
            throw new GeneralSecurityException("not the last record");
        }
        return new String(padded, 0, end, StandardCharsets.UTF_8);
    }

    private byte[] agree(byte[] serverPoint) throws GeneralSecurityException {
        ECPoint point = new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(serverPoint, 1, 33)),
                new BigInteger(1, Arrays.copyOfRange(serverPoint, 33, 65)));
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(keys.getPrivate());
        agreement.doPhase(
                KeyFactory.getInstance("EC")
                        .generatePublic(new ECPublicKeySpec(point, ((ECPublicKey) keys.getPublic()).getParams())),
                true);
        return agreement.generateSecret();
    }

    private byte[] point() {
        ECPoint point = ((ECPublicKey) keys.getPublic()).getW();
        return join(new byte[] {4}, number(point.getAffineX()), number(point.getAffineY()));
    }

    private static byte[] number(BigInteger number) {
        byte[] bytes = number.add(BigInteger.ONE.shiftLeft(256)).toByteArray();
        return Arrays.copyOfRange(bytes, bytes.length - 32, bytes.length);
    }

    /** HKDF-Expand of at most one block (RFC 5869). */
    private static byte[] expand(byte[] prk, byte[] info, int length) throws GeneralSecurityException {
        return Arrays.copyOf(mac(prk, join(info, new byte[] {1})), length);
    }

    private static byte[] mac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
