package dev.eventbus.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON text that is put together as bytes, so that nothing is copied or encoded twice. */
final class JsonBytes {
    private byte[] bytes;
    private int size;

    JsonBytes(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** @param text ASCII, and nothing in it that JSON escapes */
    JsonBytes ascii(String text) {
        int length = text.length();
        makeRoom(length);
        copyAscii(text, length);
        size += length;
        return this;
    }

    /** The one way to copy characters that are bytes already without an array in between. */
    @SuppressWarnings("deprecation")
    private void copyAscii(String text, int length) {
        text.getBytes(0, length, bytes, size);
    }

    JsonBytes ascii(char c) {
        makeRoom(1);
        bytes[size++] = (byte) c;
        return this;
    }

    JsonBytes raw(byte[] json) {
        makeRoom(json.length);
        System.arraycopy(json, 0, bytes, size, json.length);
        size += json.length;
        return this;
    }

    /** Any text as a JSON string. */
    JsonBytes string(String text) {
        ascii('"');
        if (isPlainAscii(text)) {
            ascii(text);
        } else {
            StringBuilder quoted = new StringBuilder(text.length() + 16);
            JsonStringEncoder.getInstance().quoteAsString(text, quoted);
            raw(quoted.toString().getBytes(StandardCharsets.UTF_8));
        }
        return ascii('"');
    }

    private static boolean isPlainAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Puts another character in the place of the last one. */
    void replaceLast(char c) {
        bytes[size - 1] = (byte) c;
    }

    private void makeRoom(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
