package dev.eventbus.bench.match;

import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicIndex;
import dev.eventbus.topic.TopicPattern;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** Matches of one reader and of eight, while a writer changes some thousand patterns a second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ReadersBenchmark {
    private static final int TOPICS = 256;

    @Param("EVENTBUS")
    public Engine engine = Engine.EVENTBUS;

    @Param("10000")
    public int subscriptions;

    private final TopicIndex<Integer> index = new TopicIndex<>();
    private List<Topic> topics = List.of();
    private Thread writer = new Thread();

    /** A reader's own count. */
    @State(Scope.Thread)
    public static class Reader {
        final Hits hits = new Hits();
        int next;
    }

    @Setup
    public void load() {
        Workload workload = Workload.of(subscriptions, TOPICS);
        List<TopicPattern> patterns =
                workload.patterns().stream().map(TopicPattern::parse).toList();
        for (int i = 0; i < subscriptions; i++) {
            index.add(patterns.get(i), i);
        }
        topics = workload.topics().stream().map(Topic::parse).toList();
        writer = Thread.ofPlatform().daemon().name("writer").start(() -> write(patterns));
    }

    @TearDown(Level.Trial)
    public void stop() throws InterruptedException {
        writer.interrupt();
        writer.join();
    }

    private void write(List<TopicPattern> patterns) {
        Integer value = -1;
        for (int i = 0; !Thread.currentThread().isInterrupted(); i = (i + 1) % patterns.size()) {
            index.add(patterns.get(i), value);
            index.remove(patterns.get(i), value);
            LockSupport.parkNanos(500_000);
        }
    }

    @Benchmark
    @Threads(1)
    public long oneReader(Reader reader) {
        return match(reader);
    }

    @Benchmark
    @Threads(8)
    public long eightReaders(Reader reader) {
        return match(reader);
    }

    private long match(Reader reader) {
        index.match(topics.get(reader.next++ & (TOPICS - 1)), reader.hits);
        return reader.hits.sum();
    }
}
