package dev.eventbus.notifications.push;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Reads what operators configure as a file or as the text itself; errors never hold the text. */
final class PemKey {
    private static final int MOST_BYTES = 64 * 1024;

    private PemKey() {}

    /** The file's text, unless the value is the text itself because it begins like it. */
    static String text(String variable, String value, String beginning) {
        if (value.strip().startsWith(beginning)) {
            return value;
        }
        try {
            Path file = Path.of(value);
            if (Files.size(file) > MOST_BYTES) {
                throw new IllegalArgumentException(
                        variable + " must name a file of at most " + MOST_BYTES + " bytes, was " + Files.size(file));
            }
            return Files.readString(file);
        } catch (IOException | java.nio.file.InvalidPathException e) {
            throw new IllegalArgumentException(variable + " must name a file that can be read, or begin with "
                    + beginning + "; reading it: " + e.getClass().getSimpleName());
        }
    }

    /** A PKCS #8 key such as {@code -----BEGIN PRIVATE KEY-----…}. */
    static PrivateKey parse(String variable, String pem, String algorithm) {
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    variable + " must hold a private key of kind " + algorithm + " in PEM (PKCS #8), did not");
        }
    }
}
