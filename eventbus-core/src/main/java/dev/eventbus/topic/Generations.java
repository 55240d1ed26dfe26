package dev.eventbus.topic;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Counts the changes of an index by organization, so that subscribing in one leaves what is remembered for the others
 * true. Organizations share a bounded number of counters; sharing one costs a needless walk, never a wrong match.
 */
final class Generations {
    private static final int SLOTS = 1024;

    private final AtomicIntegerArray own = new AtomicIntegerArray(SLOTS);
    private final AtomicInteger common = new AtomicInteger();

    /** How often what matters to a slot has changed so far: its organizations' patterns, and those for everyone. */
    long stamp(int slot) {
        return ((long) own.get(slot) << 32) | Integer.toUnsignedLong(common.get());
    }

    /** To be called after the change: whoever sees the new count sees the change. */
    void changed(TopicPattern pattern) {
        String organization = pattern.segments().size() > 1 ? pattern.segments().get(1) : "*";
        if (organization.equals("*")) {
            common.incrementAndGet();
        } else {
            own.incrementAndGet(slot(organization));
        }
    }

    /** Which counter stands for the organization. */
    static int slot(String organization) {
        int hash = organization.hashCode() * 0x9E3779B9;
        return (hash >>> 16) & (SLOTS - 1);
    }
}
