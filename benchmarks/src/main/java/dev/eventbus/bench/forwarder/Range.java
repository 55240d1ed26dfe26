package dev.eventbus.bench.forwarder;

import dev.eventbus.bench.process.RunningProcess;
import dev.eventbus.bench.sink.Sink;
import dev.eventbus.nats.server.NatsServer;
import java.time.Duration;

/** What all measurements share: one nats-server, one sink, and streams full of messages. */
final class Range implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final NatsServer server = NatsServer.start();
    private final Stock stock;
    private final Sink sink;
    private int jobs;

    Range() throws Exception {
        stock = Stock.connect(server.url());
        sink = Sink.start();
    }

    Stock stock() {
        return stock;
    }

    Sink sink() {
        return sink;
    }

    /** A new consumer of a stream, delivering to the sink. */
    Job job(String stream, Engine engine, int concurrency) {
        // Camel adds the ending by itself.
        String durable = engine.name() + "_" + ++jobs + "-durable";
        return new Job(server.url(), stream, durable, sink.url("/hook"), concurrency);
    }

    void awaitFirst(RunningProcess running) throws Exception {
        await(running, () -> sink.delivered() > 0);
    }

    /** Throws an {@link IllegalStateException} when the engine ends or nothing comes of it for a minute. */
    void await(RunningProcess running, Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            running.requireAlive();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Nothing came of it within " + PATIENCE + ": " + running.output());
            }
            Thread.sleep(LOOK);
        }
    }

    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    @Override
    public void close() throws Exception {
        sink.close();
        stock.close();
        server.close();
    }
}
