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

/** Persistent events: many on their way at a time, and one after another. Counted when acknowledged. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class PersistentBenchmark {
    static final int BATCH = 5_000;

    @Param
    public Engine engine = Engine.EVENTBUS;

    private final Workload workload = new Workload();
    private final Meter acknowledged = new Meter();
    private @Nullable Client client;
    private @Nullable Stored stored;
    private long sent;
    private long storedBefore;

    @Setup
    public void connect() throws Exception {
        stored = Stored.open(Broker.url());
        client = engine.connect(Broker.url(), workload);
        stored().empty();
        WarmUp.with(this::storeAsync);
        WarmUp.with(this::storeSync);
    }

    /** From an empty stream, so that none is the larger for those who came before. */
    @Setup(Level.Iteration)
    public void empty() throws Exception {
        stored().empty();
        storedBefore = sent;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void storeAsync() {
        for (int i = 0; i < BATCH; i++) {
            var unused = client().store(sent++).whenComplete((done, failure) -> {
                if (failure == null) {
                    acknowledged.increment();
                }
            });
        }
        acknowledged.await(sent);
    }

    @Benchmark
    public Object storeSync() throws Exception {
        Object done = client().store(sent++).toCompletableFuture().get();
        acknowledged.increment();
        return done;
    }

    /** Each acknowledged one is there, once. */
    @TearDown(Level.Iteration)
    public void compareCounts() throws Exception {
        stored().requireCount(sent - storedBefore);
    }

    private Client client() {
        return Objects.requireNonNull(client);
    }

    private Stored stored() {
        return Objects.requireNonNull(stored);
    }

    @TearDown
    public void close() throws Exception {
        client().close();
        stored().close();
    }
}
