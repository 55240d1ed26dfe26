package dev.eventbus.notifications.push;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** A key pair on the curve P-256, written as all Web Push tools write it: base64url of the bare numbers. */
record VapidPair(String publicText, String privateText, ECPublicKey publicKey, ECPrivateKey privateKey) {
    private static final String CURVE = "secp256r1";
    private static final int NUMBER = 32;
    private static final byte UNCOMPRESSED = 4;
    private static final byte[] SAMPLE = {1, 2, 3};

    static VapidPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE));
            KeyPair pair = generator.generateKeyPair();
            ECPublicKey publicKey = (ECPublicKey) pair.getPublic();
            ECPrivateKey privateKey = (ECPrivateKey) pair.getPrivate();
            return new VapidPair(text(publicKey), text(number(privateKey.getS())), publicKey, privateKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK makes keys of the curve P-256", e);
        }
    }

    /** Throws {@link IllegalArgumentException}, in words without the keys, unless the two are a pair. */
    static VapidPair parse(String publicText, String privateText) {
        byte[] point = decoded("VAPID_PUBLIC_KEY", publicText, 1 + 2 * NUMBER);
        byte[] number = decoded("VAPID_PRIVATE_KEY", privateText, NUMBER);
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(CURVE));
            ECParameterSpec curve = parameters.getParameterSpec(ECParameterSpec.class);
            KeyFactory factory = KeyFactory.getInstance("EC");
            ECPublicKey publicKey = (ECPublicKey) factory.generatePublic(new ECPublicKeySpec(
                    new ECPoint(
                            new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + NUMBER)),
                            new BigInteger(1, Arrays.copyOfRange(point, 1 + NUMBER, point.length))),
                    curve));
            ECPrivateKey privateKey =
                    (ECPrivateKey) factory.generatePrivate(new ECPrivateKeySpec(new BigInteger(1, number), curve));
            requirePair(publicKey, privateKey);
            return new VapidPair(text(publicKey), text(number), publicKey, privateKey);
        } catch (GeneralSecurityException e) {
            throw noPair();
        }
    }

    private static void requirePair(ECPublicKey publicKey, ECPrivateKey privateKey) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(privateKey);
        signature.update(SAMPLE);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(SAMPLE);
        if (!signature.verify(signed)) {
            throw noPair();
        }
    }

    private static IllegalArgumentException noPair() {
        return new IllegalArgumentException("VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY must be a pair of the curve P-256,"
                + " were not; make one with: npx web-push generate-vapid-keys");
    }

    private static byte[] decoded(String name, String text, int length) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length == length) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Said below, as for a wrong length.
        }
        throw new IllegalArgumentException(
                name + " must be base64url of " + length + " bytes, had " + text.length() + " characters");
    }

    private static String text(ECPublicKey key) {
        byte[] point = new byte[1 + 2 * NUMBER];
        point[0] = UNCOMPRESSED;
        System.arraycopy(number(key.getW().getAffineX()), 0, point, 1, NUMBER);
        System.arraycopy(number(key.getW().getAffineY()), 0, point, 1 + NUMBER, NUMBER);
        return text(point);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Exactly 32 bytes, most significant first. */
    private static byte[] number(BigInteger number) {
        byte[] bytes = number.toByteArray(); // may have a sign byte too many, or be shorter
        byte[] exact = new byte[NUMBER];
        int length = Math.min(bytes.length, NUMBER);
        System.arraycopy(bytes, bytes.length - length, exact, NUMBER - length, length);
        return exact;
    }

    @Override
    public String toString() {
        return "VapidPair[" + publicText + "]";
    }
}
