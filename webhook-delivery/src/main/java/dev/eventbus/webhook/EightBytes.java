package dev.eventbus.webhook;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Passes over text eight bytes at a time. A byte below n sets its high bit in {@code (x - n…n) & ~x}; a borrow can set
 * bits of later bytes wrongly, so only the first one found counts (Warren, Hacker's Delight, section 6-1).
 */
final class EightBytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH = ONES << 7;
    private static final long FIRST_PRINTABLE = 0x20 * ONES;
    private static final long QUOTE = '"' * ONES;
    private static final long BACKSLASH = '\\' * ONES;

    private EightBytes() {}

    static boolean isAscii(byte[] text) {
        int at = 0;
        for (; at <= text.length - Long.BYTES; at += Long.BYTES) {
            if (((long) LONG.get(text, at) & HIGH) != 0) {
                return false;
            }
        }
        while (at < text.length && text[at] >= 0) {
            at++;
        }
        return at == text.length;
    }

    /** Where the next quote, backslash or control character stands, or the end. */
    static int endOfPlain(byte[] text, int from) {
        int at = from;
        for (; at <= text.length - Long.BYTES; at += Long.BYTES) {
            long found = special((long) LONG.get(text, at));
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (at < text.length && !isSpecial(text[at])) {
            at++;
        }
        return at;
    }

    private static long special(long bytes) {
        return (below(bytes, FIRST_PRINTABLE) | below(bytes ^ QUOTE, ONES) | below(bytes ^ BACKSLASH, ONES)) & HIGH;
    }

    private static long below(long bytes, long least) {
        return (bytes - least) & ~bytes;
    }

    private static boolean isSpecial(byte c) {
        return (c >= 0 && c < ' ') || c == '"' || c == '\\';
    }
}
