package dev.eventbus.forwarder.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files that <code>${file:/path}</code> stands for, and remembers which and in what state. What is in them
 * never gets into a message. Used by one thread.
 */
final class SecretFiles {
    private static final int MAX_BYTES = 64 * 1024;
    private final Map<String, String> digests = new TreeMap<>();

    /**
     * The text without the newline at its end.
     *
     * @throws IllegalArgumentException naming the file and what to do
     */
    String read(String path) {
        byte[] content = content(path);
        if (content.length > MAX_BYTES) {
            throw misfit(path, "is larger than 64 KiB; name the file of one secret");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            String secret = text.endsWith("\r\n")
                    ? text.substring(0, text.length() - 2)
                    : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            if (secret.isEmpty()) { // so it is for a moment where it is not replaced but written anew
                throw misfit(path, "is empty; write the secret into it");
            }
            return secret;
        } catch (CharacterCodingException e) {
            throw misfit(path, "is no UTF-8 text; write the secret as text");
        }
    }

    private byte[] content(String path) {
        byte[] content = path.startsWith("/") ? readUpToLimit(path) : null;
        if (content == null) {
            throw misfit(
                    path,
                    path.startsWith("/")
                            ? "cannot be read; create it, or let this process read it"
                            : "must be written as an absolute path");
        }
        return content;
    }

    private byte @Nullable [] readUpToLimit(String path) {
        byte[] content = bytes(path);
        digests.put(path, digest(content));
        return content;
    }

    private static byte @Nullable [] bytes(String path) {
        try {
            // A pipe would never end, and a device might not.
            if (!Files.isRegularFile(Path.of(path))) {
                return null;
            }
            try (InputStream file = Files.newInputStream(Path.of(path))) {
                return file.readNBytes(MAX_BYTES + 1);
            }
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    private static String digest(byte @Nullable [] content) {
        return content == null ? "cannot be read" : ConfigFolder.digest(content);
    }

    private static IllegalArgumentException misfit(String path, String what) {
        String shown = path.replaceAll("[^\\x20-\\x7E]", "?");
        return new IllegalArgumentException(
                "needs file " + shown.substring(0, Math.min(200, shown.length())) + ", which " + what);
    }

    /** The state each file was in when it was read. */
    Map<String, String> digests() {
        return Map.copyOf(digests);
    }

    /** The state that these files are in now. */
    static Map<String, String> digestsNow(Map<String, String> seen) {
        Map<String, String> now = new TreeMap<>();
        seen.keySet().forEach(path -> now.put(path, digest(bytes(path))));
        return now;
    }
}
