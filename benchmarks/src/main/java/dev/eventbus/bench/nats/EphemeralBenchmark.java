package dev.eventbus.bench.nats;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Ephemeral events: how fast they are handed over, and how fast they come back to a subscriber of the same process. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class EphemeralBenchmark {
    /** Less than a subscription's queue takes, so that nobody may drop any. */
    static final int BATCH = 5_000;

    @Param
    public Engine engine = Engine.EVENTBUS;

    private final Workload workload = new Workload();
    private @Nullable Client client;
    private long sent;
    private long sentBefore;
    private long takenInBefore;

    @Setup
    public void connect() throws Exception {
        client = engine.connect(Broker.url(), workload);
        takenInBefore = Broker.messagesTakenIn();
        WarmUp.with(this::publish);
        compareCounts();
    }

    @Setup(Level.Iteration)
    public void readCount() throws Exception {
        sentBefore = sent;
        takenInBefore = Broker.messagesTakenIn();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void publish() {
        sendBatch();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void publishAndReceive(Listening listening) {
        sendBatch();
        listening.received.await(listening.expected += BATCH);
    }

    private void sendBatch() {
        for (int i = 0; i < BATCH; i++) {
            client().send(sent++);
        }
    }

    private Client client() {
        return Objects.requireNonNull(client);
    }

    /** What was published has arrived at the server, all of it. */
    @TearDown(Level.Iteration)
    public void compareCounts() throws Exception {
        Broker.awaitTakenIn(takenInBefore + sent - sentBefore);
    }

    @TearDown
    public void close() throws Exception {
        client().close();
    }

    /** The subscriber, there only where it is asked for. */
    @State(Scope.Benchmark)
    public static class Listening {
        final Meter received = new Meter();
        long expected;

        @Setup
        public void listen(EphemeralBenchmark benchmark) throws Exception {
            benchmark.client().onLive(received::increment);
            WarmUp.with(() -> benchmark.publishAndReceive(this));
        }
    }
}
