package dev.eventbus.bench.sink;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Arrays;

/** Which numbers were delivered, when first, and how often; used by one thread. */
final class Tally {
    private final long[] firstAt;
    private final boolean[] refused;
    private int delivered;
    private int repeated;

    Tally(int ids) {
        firstAt = new long[ids];
        refused = new boolean[ids];
    }

    static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    void delivered(Buffer body, long at) {
        int number = number(body);
        if (firstAt[number] == 0) {
            firstAt[number] = at;
            delivered++;
        } else {
            repeated++;
        }
    }

    boolean isFirstOfHundredth(Buffer body) {
        int number = number(body);
        boolean first = number % 100 == 50 && !refused[number];
        refused[number] |= first;
        return first;
    }

    String counts(int upTo) {
        long missing = Arrays.stream(firstAt, 0, upTo).filter(time -> time == 0).count();
        return delivered + " " + repeated + " " + missing;
    }

    Buffer times() {
        Buffer times = Buffer.buffer(firstAt.length * Long.BYTES);
        Arrays.stream(firstAt).forEach(times::appendLong);
        return times;
    }

    private static int number(Buffer body) {
        for (int start = 0; start + Bodies.MARK.length + Bodies.DIGITS <= body.length(); start++) {
            if (isMark(body, start)) {
                int digits = start + Bodies.MARK.length;
                return Integer.parseInt(body.getString(digits, digits + Bodies.DIGITS));
            }
        }
        throw new IllegalArgumentException("a body without a number");
    }

    private static boolean isMark(Buffer body, int start) {
        for (int i = 0; i < Bodies.MARK.length; i++) {
            if (body.getByte(start + i) != Bodies.MARK[i]) {
                return false;
            }
        }
        return true;
    }
}
