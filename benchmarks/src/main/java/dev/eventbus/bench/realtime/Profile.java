package dev.eventbus.bench.realtime;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How much time and how many sockets go into it.
 *
 * @param rounds how often every engine has its turn
 * @param sockets how many are open at a time
 * @param millis one measurement
 * @param broadcasts events to all in one round
 */
record Profile(int rounds, int sockets, int millis, int broadcasts) {
    /** What is open besides. */
    private static final int OTHER_FILES = 500;

    private static final Profile SHORT = new Profile(3, 3_000, 3_000, 5);
    private static final Profile LONG = new Profile(5, 15_000, 5_000, 10);

    /** With as many sockets as {@code -Dbench.sockets=1000} says, and no more than there may be files. */
    static Profile of(boolean thorough) {
        Profile profile = thorough ? LONG : SHORT;
        int wanted = Integer.getInteger("bench.sockets", profile.sockets);
        int rounds = Integer.getInteger("bench.rounds", profile.rounds);
        return new Profile(
                rounds,
                (int) Math.max(100, Math.min(wanted, fileLimit() - OTHER_FILES)),
                profile.millis,
                profile.broadcasts);
    }

    static long fileLimit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Integer.MAX_VALUE;
    }
}
