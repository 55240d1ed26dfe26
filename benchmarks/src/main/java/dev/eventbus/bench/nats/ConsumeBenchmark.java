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

/** A durable subscription works off what is stored: each event handled and acknowledged, 1,000 in flight. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ConsumeBenchmark {
    static final int BATCH = 2_000;
    private static final int BACKLOG = 100_000;

    @Param
    public Engine engine = Engine.EVENTBUS;

    private final Workload workload = new Workload();
    private Meter handled = new Meter();
    private @Nullable Client client;
    private @Nullable Stored stored;
    private @Nullable AutoCloseable consuming;
    private int durables;

    @Setup
    public void fill() throws Exception {
        stored = Stored.open(Broker.url());
        stored().fill(workload, BACKLOG);
        client = engine.connect(Broker.url(), workload);
        begin();
        WarmUp.with(this::consume);
        end();
    }

    @Setup(Level.Iteration)
    public void begin() throws Exception {
        Meter fresh = new Meter();
        handled = fresh;
        consuming = Objects.requireNonNull(client).consume("bench-" + ++durables, fresh::increment);
    }

    /** Begins anew where the backlog is about to end. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void consume() throws Exception {
        long from = handled.count();
        if (from > BACKLOG - 2 * BATCH) {
            end();
            begin();
            from = 0;
        }
        handled.await(from + BATCH);
    }

    @TearDown(Level.Iteration)
    public void end() throws Exception {
        Objects.requireNonNull(consuming).close();
        if (handled.count() > BACKLOG) {
            throw new IllegalStateException("Handled " + handled.count() + " of " + BACKLOG);
        }
    }

    /** One durable to the end: all handled, each once, and every acknowledgement came through. */
    @TearDown
    public void compareCounts() throws Exception {
        begin();
        handled.await(BACKLOG);
        stored().awaitAcknowledged("bench-" + durables);
        end();
        Objects.requireNonNull(client).close();
        stored().close();
    }

    private Stored stored() {
        return Objects.requireNonNull(stored);
    }
}
