package dev.eventbus.bench.forwarder;

import dev.eventbus.bench.process.RunningProcess;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How long after it was stored a message reached the endpoint, in milliseconds.
 *
 * @param p999 at most so long for 99.9 percent
 */
record Latency(double p50, double p99, double p999) {
    private static final String STREAM = "LATENCY";
    private static final Case WHAT = new Case(512, 0, 50);

    /** The rate is published steadily for the time of the profile; what comes while it warms up does not count. */
    static Latency measure(Engine engine, double perSecond, Profile profile, Range range) throws Exception {
        int warm = (int) (perSecond * profile.warmMillis() / 1_000);
        int messages = warm + (int) (perSecond * profile.measureMillis() / 1_000);
        range.sink().reset(messages + 1, 0, false);
        range.stock().create(STREAM);
        Job job = range.job(STREAM, engine, WHAT.concurrency());
        try (RunningProcess running = engine.start(job)) {
            range.stock().publish(1, WHAT.size(), number -> job.subject(), perSecond);
            range.awaitFirst(running);
            range.sink().reset(messages, 0, false);
            range.stock().publish(messages, WHAT.size(), number -> job.subject(), perSecond);
            range.await(running, () -> range.sink().delivered() == messages);
            return of(range.stock().storedAt(STREAM, messages + 1), range.sink().times(), warm);
        } finally {
            range.stock().delete(STREAM);
        }
    }

    private static Latency of(long[] storedAt, LongBuffer receivedAt, int warm) {
        // The very first message stored was there to start it.
        long[] nanos = IntStream.range(warm, receivedAt.limit())
                .mapToLong(number -> receivedAt.get(number) - storedAt[number + 1])
                .toArray();
        Arrays.sort(nanos);
        return new Latency(percentile(nanos, 0.5), percentile(nanos, 0.99), percentile(nanos, 0.999));
    }

    private static double percentile(long[] sorted, double share) {
        return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))] / 1e6;
    }
}
