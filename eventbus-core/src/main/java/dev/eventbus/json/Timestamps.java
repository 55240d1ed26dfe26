package dev.eventbus.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * Timestamps as text, {@code 2026-11-21T08:09:50.123Z}, and back. Those of the same second, one after another, share
 * the work: events of a busy bus mostly are of now.
 */
final class Timestamps {
    private static final DateTimeFormatter SECONDS =
            new DateTimeFormatterBuilder().appendInstant(0).toFormatter();
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int MILLIS_DIGITS = 3;

    // Read and written without a lock: each thread sees one whole second or another.
    private static volatile Second latest = Second.of(0);

    /** @param text up to and including the point, {@code 2026-11-21T08:09:50.} */
    private record Second(long epochSecond, String text) {
        static Second of(long epochSecond) {
            String whole = SECONDS.format(Instant.ofEpochSecond(epochSecond));
            return new Second(epochSecond, whole.substring(0, whole.length() - 1) + '.');
        }
    }

    private Timestamps() {}

    /** Writes it to the millisecond. */
    static void write(JsonBytes json, Instant timestamp) {
        Second second = latest;
        if (second.epochSecond() != timestamp.getEpochSecond()) {
            second = Second.of(timestamp.getEpochSecond());
            latest = second;
        }
        int millis = timestamp.getNano() / NANOS_PER_MILLI;
        json.ascii(second.text())
                .ascii((char) ('0' + millis / 100))
                .ascii((char) ('0' + millis / 10 % 10))
                .ascii((char) ('0' + millis % 10))
                .ascii('Z');
    }

    /** Throws {@link DateTimeException} if it is none. */
    static Instant parse(String text) {
        Second second = latest;
        if (isOf(second, text)) {
            return Instant.ofEpochSecond(second.epochSecond(), (long) millis(text) * NANOS_PER_MILLI);
        }
        Instant timestamp = Instant.parse(text);
        latest = Second.of(timestamp.getEpochSecond());
        return timestamp;
    }

    private static boolean isOf(Second second, String text) {
        int length = second.text().length();
        return text.length() == length + MILLIS_DIGITS + 1
                && text.startsWith(second.text())
                && text.charAt(length + MILLIS_DIGITS) == 'Z'
                && isDigit(text.charAt(length))
                && isDigit(text.charAt(length + 1))
                && isDigit(text.charAt(length + 2));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int millis(String text) {
        int at = text.length() - 1 - MILLIS_DIGITS;
        return 100 * (text.charAt(at) - '0') + 10 * (text.charAt(at + 1) - '0') + (text.charAt(at + 2) - '0');
    }
}
