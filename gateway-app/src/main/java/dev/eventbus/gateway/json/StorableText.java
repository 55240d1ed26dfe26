package dev.eventbus.gateway.json;

import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * What every store downstream can keep: UTF-8 without NUL and without half surrogate pairs, numbers PostgreSQL can
 * hold. Anything else is refused at the door, because jsonb would refuse it later for good.
 */
public final class StorableText {
    private static final int MAX_EXPONENT_DIGITS = 4;

    private StorableText() {}

    /** Throws a {@link ProblemException} (400) unless the bytes are well-formed UTF-8 without byte order mark. */
    static void requireUtf8(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new ProblemException(Problem.of(400, "MALFORMED_JSON", "The body must be UTF-8."), e);
        }
        if (text.length > 0 && text[0] == (byte) 0xEF) {
            throw new ProblemException(
                    Problem.of(400, "MALFORMED_JSON", "The body must begin with JSON, not a byte order mark."));
        }
    }

    static void require(String text, Supplier<String> path) {
        require(text.toCharArray(), 0, text.length(), path);
    }

    static void require(char[] text, int offset, int length, Supplier<String> path) {
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            if (text[i] == 0) {
                throw refused(path, "must not contain the character NUL (\\u0000)");
            }
            if (Character.isSurrogate(text[i])) {
                if (Character.isLowSurrogate(text[i]) || i + 1 == end || !Character.isLowSurrogate(text[i + 1])) {
                    throw refused(path, "must not contain half a surrogate pair");
                }
                i++;
            }
        }
    }

    static void requireModestExponent(String number, Supplier<String> path) {
        int e = Math.max(number.indexOf('e'), number.indexOf('E'));
        if (e < 0) {
            return;
        }
        String digits = number.substring(e + 1).replaceFirst("^[+-]?0*", "");
        if (digits.length() > MAX_EXPONENT_DIGITS) {
            throw refused(path, "must be a number whose exponent has at most " + MAX_EXPONENT_DIGITS + " digits");
        }
    }

    /** The text with whatever PostgreSQL cannot keep replaced by U+FFFD. */
    public static String replaceUnstorable(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder storable = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
                .forEach(storable::appendCodePoint);
        return storable.toString();
    }

    /** Nearly every text is, and several of each event are asked. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == 0 || Character.isSurrogate(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static ProblemException refused(Supplier<String> path, String what) {
        return new ProblemException(Problem.invalid(path.get(), path.get() + " " + what));
    }
}
