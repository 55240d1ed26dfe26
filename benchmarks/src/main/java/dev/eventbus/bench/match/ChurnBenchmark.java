package dev.eventbus.bench.match;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One subscription is taken back and made again, anywhere among all of them; the patterns were read before. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChurnBenchmark {
    /** Leads from one subscription to another far away, through all of them. */
    private static final long STRIDE = 7_368_787;

    @Param({"EVENTBUS", "ARTEMIS"})
    public Engine engine = Engine.EVENTBUS;

    @Param("10000")
    public int subscriptions;

    private TopicMatcher matcher = new NaiveMatcher(subscription -> {});
    private long next;

    @Setup
    public void load() {
        matcher = engine.loaded(Workload.of(subscriptions, 1), subscription -> {});
    }

    /** Two changes, so that the figure is for one. */
    @Benchmark
    @OperationsPerInvocation(2)
    public int change() {
        int subscription = (int) (next++ * STRIDE % subscriptions);
        matcher.renew(subscription);
        return subscription;
    }
}
