package dev.eventbus.bench.sink;

import java.nio.charset.StandardCharsets;

/** Bodies of a given size that carry their number where the sink finds it, whatever is wrapped around them. */
public final class Bodies {
    /** What stands before the ten digits of the number. */
    static final byte[] MARK = "{\"n\":\"".getBytes(StandardCharsets.US_ASCII);

    static final int DIGITS = 10;

    private Bodies() {}

    public static byte[] of(long number, int size) {
        String start = "{\"n\":\"%010d\",\"note\":\"".formatted(number);
        return (start + "x".repeat(size - start.length() - 2) + "\"}").getBytes(StandardCharsets.US_ASCII);
    }
}
