package dev.eventbus.bench.forwarder;

import java.util.List;

/**
 * What is measured, and for how long.
 *
 * @param rounds how often all of it is gone through
 * @param warmMillis from the first delivery on, not counted
 * @param measureMillis what counts
 * @param cases what is delivered
 */
public record Profile(int rounds, int warmMillis, int measureMillis, List<Case> cases) {
    /** Below eight minutes. */
    public static final Profile SHORT = new Profile(
            2,
            3_000,
            3_000,
            List.of(new Case(512, 0, 50), new Case(512, 20, 200), new Case(4_096, 0, 50), new Case(65_536, 0, 50)));

    /** For figures to be quoted. */
    public static final Profile LONG = new Profile(
            5,
            6_000,
            6_000,
            List.of(
                    new Case(512, 0, 50),
                    new Case(512, 20, 50),
                    new Case(512, 20, 200),
                    new Case(4_096, 0, 50),
                    new Case(4_096, 20, 50),
                    new Case(4_096, 20, 200),
                    new Case(65_536, 0, 50),
                    new Case(65_536, 20, 50),
                    new Case(65_536, 20, 200)));

    /** All cases, or those whose label holds {@code -Dbench.case="512 B, sink 0"}. */
    Profile chosen() {
        String wanted = System.getProperty("bench.case", "");
        return new Profile(
                rounds,
                warmMillis,
                measureMillis,
                cases.stream().filter(what -> what.label().contains(wanted)).toList());
    }

    /** More than anybody delivers in the time. */
    int messages(int size) {
        int perSecond = size < 1_024 ? 60_000 : size < 32_768 ? 45_000 : 8_000;
        return Math.toIntExact((warmMillis + measureMillis) * (long) perSecond / 1_000);
    }
}
