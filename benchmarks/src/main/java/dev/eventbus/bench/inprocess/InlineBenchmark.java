package dev.eventbus.bench.inprocess;

import dev.eventbus.Event;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From publish to the return of the last handler, on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class InlineBenchmark {
    @Param
    public InlineEngine engine = InlineEngine.EVENTBUS;

    @Param({"1", "10", "100"})
    public int handlers;

    private IntConsumer publisher = i -> {};
    private int next;
    private long calls;

    @Setup
    public void start() {
        List<Event> events = Events.prepared();
        publisher = engine.publisher(events, handlers, event -> calls++);
        publisher.accept(0);
        if (calls != handlers) {
            throw new IllegalStateException(engine + " must call " + handlers + " handlers, called " + calls);
        }
    }

    @Benchmark
    public long inline() {
        publisher.accept(next++ & (Events.COUNT - 1));
        return calls;
    }
}
