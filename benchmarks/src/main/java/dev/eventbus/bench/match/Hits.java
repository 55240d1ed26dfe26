package dev.eventbus.bench.match;

import java.util.function.Consumer;

/** Counts what was matched, with a sum over the subscriptions so that different hits do not count as equal. */
final class Hits implements Consumer<Integer> {
    private long count;
    private long sum;

    @Override
    public void accept(Integer subscription) {
        count++;
        // Mixed, not just added: two wrong hits should not add up to two right ones.
        long mixed = (subscription + 1) * 0x9E3779B97F4A7C15L;
        sum += mixed ^ (mixed >>> 29);
    }

    long count() {
        return count;
    }

    long sum() {
        return sum;
    }
}
