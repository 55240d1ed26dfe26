package dev.eventbus.bench.forwarder;

import dev.eventbus.bench.process.RunningProcess;
import dev.eventbus.bench.sink.Sink;
import java.time.Duration;

/**
 * What was measured of one engine in one case, once.
 *
 * @param perSecond messages delivered for the first time
 * @param cpuSeconds processor time of the engine's process per 10,000 deliveries
 * @param megabytes the most memory its process had
 * @param lost messages that were acknowledged but never delivered
 * @param repeated deliveries beyond the first of a message
 */
record Throughput(double perSecond, double cpuSeconds, double megabytes, int lost, int repeated) {
    private static final int WARM_DELIVERIES = 40_000;
    private static final Duration LOOK = Duration.ofMillis(50);

    static Throughput measure(Engine engine, Case what, Profile profile, Range range) throws Exception {
        int messages = profile.messages(what.size());
        range.sink().reset(messages, what.sinkMillis(), false);
        Job job = range.job(what.stream(), engine, what.concurrency());
        Throughput measured;
        try (RunningProcess running = engine.start(job)) {
            range.awaitFirst(running);
            measured = window(running, profile, range.sink(), messages);
        }
        var floor = range.stock().consumer(job.stream(), job.durable()).getAckFloor();
        range.stock().forget(job.stream(), job.durable());
        Sink.Counts counts = range.sink().counts(floor.getStreamSequence());
        return new Throughput(
                measured.perSecond, measured.cpuSeconds, measured.megabytes, counts.missing(), counts.repeated());
    }

    /** Ends early when the stock is empty: who is so fast is measured for less time. */
    private static Throughput window(RunningProcess running, Profile profile, Sink sink, int messages)
            throws Exception {
        warmUp(profile, sink, Math.min(WARM_DELIVERIES, messages / 2));
        int before = sink.delivered();
        double cpu = running.cpuSeconds();
        long start = System.nanoTime();
        long end = start + profile.measureMillis() * 1_000_000L;
        while (System.nanoTime() - end < 0 && sink.delivered() < messages) {
            Thread.sleep(LOOK);
        }
        if (before == messages) {
            throw new IllegalStateException("The stock of " + messages + " messages was empty before it was warm");
        }
        int delivered = sink.delivered() - before;
        double seconds = (System.nanoTime() - start) / 1e9;
        double used = running.cpuSeconds() - cpu;
        return new Throughput(delivered / seconds, used / delivered * 10_000, running.peakMegabytes(), 0, 0);
    }

    /** A busy machine takes longer until the code is compiled: so many deliveries, too, but at most thrice the time. */
    private static void warmUp(Profile profile, Sink sink, int deliveries) throws Exception {
        long start = System.nanoTime();
        do {
            Thread.sleep(Duration.ofMillis(profile.warmMillis()));
        } while (sink.delivered() < deliveries && System.nanoTime() - start < 2_500_000L * profile.warmMillis());
    }
}
