package dev.eventbus.it.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** Random secrets of one data folder: made at its first start, the same at every later one. */
record Secrets(Path data) {

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    String named(String name) {
        Path file = data.resolve(name + ".secret");
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[BYTES];
                RANDOM.nextBytes(random);
                Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
                file.toFile().setReadable(false, false);
                file.toFile().setReadable(true, true);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StackException("Could not keep the secret " + file + ": " + e.getMessage(), e);
        }
    }
}
