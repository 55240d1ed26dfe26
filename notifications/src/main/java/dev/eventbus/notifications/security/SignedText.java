package dev.eventbus.notifications.security;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Texts that go out in links and come back: nobody else can make one. Valid as long as the secret is the same. */
@Singleton
public final class SignedText {
    private static final String PURPOSE = "eventbus-links-v1";
    private static final int SIGNATURE = 16;
    private static final int MOST = 1_000;

    private final byte[] key;

    SignedText(SecretConfig config) {
        key = hmac(
                InternalSecret.of(config.secret(), config.databasePassword()).getEncoded(),
                PURPOSE.getBytes(StandardCharsets.UTF_8));
    }

    /** URL-safe. */
    public String sign(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        byte[] signed = Arrays.copyOf(signature(plain), SIGNATURE + plain.length);
        System.arraycopy(plain, 0, signed, SIGNATURE, plain.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    /** The text, if it was signed here. */
    public Optional<String> verify(String token) {
        if (token.length() > MOST) {
            return Optional.empty();
        }
        try {
            byte[] signed = Base64.getUrlDecoder().decode(token);
            if (signed.length <= SIGNATURE) {
                return Optional.empty();
            }
            byte[] plain = Arrays.copyOfRange(signed, SIGNATURE, signed.length);
            boolean isOurs = MessageDigest.isEqual(signature(plain), Arrays.copyOf(signed, SIGNATURE));
            return isOurs
                    ? Optional.of(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(plain))
                            .toString())
                    : Optional.empty();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private byte[] signature(byte[] plain) {
        return Arrays.copyOf(hmac(key, plain), SIGNATURE);
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
