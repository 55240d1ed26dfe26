package dev.eventbus.bench;

import java.util.Arrays;

/**
 * What was measured of one engine in one case.
 *
 * @param name the case, the same for all engines that are compared
 * @param engine who did the work
 * @param unit of {@code values}
 * @param values one per measured iteration, all rounds
 * @param cpuNanos processor time per operation, median
 * @param bytes allocated per operation, median
 */
record Row(String name, String engine, String unit, double[] values, double cpuNanos, double bytes) {
    /** Whose row the peers' are compared with. */
    static final String OURS = "eventbus";

    double median() {
        return median(values);
    }

    double lowest() {
        return Arrays.stream(values).min().orElseThrow();
    }

    double highest() {
        return Arrays.stream(values).max().orElseThrow();
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
