package dev.eventbus.bench.forwarder;

import dev.eventbus.bench.process.RunningProcess;
import dev.eventbus.bench.sink.Sink;
import io.nats.client.api.ConsumerInfo;
import java.io.PrintStream;
import java.time.Duration;

/** An endpoint that answers 500 to the first request of every hundredth message: who loses messages for that? */
final class Faults {
    static final int MESSAGES = 5_000;
    private static final String STREAM = "FAULTS";
    private static final Duration LONGEST = Duration.ofSeconds(40);

    private Faults() {}

    static void prepare(Range range) throws Exception {
        range.stock().create(STREAM);
        range.stock().fill(STREAM, MESSAGES, 512);
    }

    /** Ends when the server waits for nothing more, or says that it still did when the time was over. */
    static Sink.Counts measure(Engine engine, Range range, PrintStream out) throws Exception {
        range.sink().reset(MESSAGES, 0, true);
        Job job = range.job(STREAM, engine, 50);
        try (RunningProcess running = engine.start(job)) {
            range.awaitFirst(running);
            long deadline = System.nanoTime() + LONGEST.toNanos();
            while (isOpen(range.stock().consumer(STREAM, job.durable())) && System.nanoTime() < deadline) {
                Thread.sleep(Duration.ofMillis(200));
            }
            if (isOpen(range.stock().consumer(STREAM, job.durable()))) {
                out.printf("# %s was not done within %s: what is called lost may be late%n", engine.label(), LONGEST);
            }
        }
        range.stock().forget(STREAM, job.durable());
        return range.sink().counts(MESSAGES);
    }

    private static boolean isOpen(ConsumerInfo consumer) {
        return consumer.getNumPending() > 0 || consumer.getNumAckPending() > 0;
    }
}
