package dev.eventbus.bench.forwarder;

/**
 * What is delivered to what.
 *
 * @param size of a message in bytes
 * @param sinkMillis how long the endpoint takes
 * @param concurrency how many requests at a time
 */
record Case(int size, int sinkMillis, int concurrency) {
    String label() {
        return (size < 1_024 ? size + " B" : size / 1_024 + " KB") + ", sink " + sinkMillis + " ms, " + concurrency
                + " at a time";
    }

    String stream() {
        return "STOCK_" + size;
    }
}
