package dev.eventbus.bench.inprocess;

import dev.eventbus.Event;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** From publish through a bounded queue to a handler on a worker, counted when handled. One operation is one event. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class QueuedBenchmark {
    /** So many that waiting for the last of them weighs little. */
    static final int BATCH = 50_000;

    @Param
    public QueuedEngine engine = QueuedEngine.EVENTBUS;

    private final List<Event> events = Events.prepared();
    private final LongAdder handled = new LongAdder();
    private final AtomicLong published = new AtomicLong();
    private QueuedBus bus = QueuedBus.of(index -> {}, () -> {});

    @Setup
    public void start() {
        bus = engine.start(events, event -> handled.increment());
    }

    @TearDown
    public void stop() {
        bus.close();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void queuedOneProducer() {
        publishAndWait();
    }

    @Benchmark
    @Threads(4)
    @OperationsPerInvocation(BATCH)
    public void queuedFourProducers() {
        publishAndWait();
    }

    private void publishAndWait() {
        long target = published.addAndGet(BATCH);
        for (int i = 0; i < BATCH; i++) {
            bus.publish(i & (Events.COUNT - 1));
        }
        while (handled.sum() < target) {
            LockSupport.parkNanos(20_000);
        }
    }
}
