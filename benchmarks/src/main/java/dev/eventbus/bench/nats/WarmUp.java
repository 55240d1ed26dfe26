package dev.eventbus.bench.nats;

/** Lets a case run before it counts, until it is compiled: client library and bus are much code, called seldom each. */
final class WarmUp {
    private static final long NANOS = 4_000_000_000L;

    private WarmUp() {}

    static void with(Case work) throws Exception {
        long end = System.nanoTime() + NANOS;
        while (System.nanoTime() < end) {
            work.run();
        }
    }

    /** One call of a benchmark's method. */
    interface Case {
        void run() throws Exception;
    }
}
