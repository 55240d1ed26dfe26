package dev.eventbus.bench.match;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One event's topic against all subscriptions, the topics in turn. Before measuring, results are checked. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MatchBenchmark {
    private static final int CHECKED_TOPICS = 128;

    @Param
    public Engine engine = Engine.EVENTBUS;

    @Param("10000")
    public int subscriptions;

    /** Few topics are hot: caches may hold them. Many are not. Powers of two. */
    @Param({"256", "8192"})
    public int topics;

    private Hits hits = new Hits();
    private TopicMatcher matcher = new NaiveMatcher(hits);
    private int next;

    @Setup
    public void load() {
        Workload workload = Workload.of(subscriptions, topics);
        hits = new Hits();
        matcher = engine.loaded(workload, hits);
        Hits expected = new Hits();
        TopicMatcher naive = Engine.NAIVE.loaded(workload, expected);
        for (int topic = 0; topic < Math.min(topics, CHECKED_TOPICS); topic++) {
            naive.match(topic);
            matcher.match(topic);
            if (hits.count() != expected.count() || hits.sum() != expected.sum()) {
                throw new IllegalStateException(engine + " found other subscriptions than it should for "
                        + workload.topics().get(topic));
            }
        }
    }

    @Benchmark
    public long match() {
        matcher.match(next++ & (topics - 1));
        return hits.sum();
    }
}
