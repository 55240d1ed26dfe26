package dev.eventbus.bench.match;

import dev.eventbus.topic.TopicIndex;
import dev.eventbus.topic.TopicPattern;
import java.lang.ref.Reference;
import java.util.List;

/** Prints how much of the heap an index takes: {@code java -cp benchmarks.jar dev.eventbus.bench.match.Heap 1000000}. */
final class Heap {
    private Heap() {}

    public static void main(String[] words) {
        int subscriptions = words.length == 0 ? 1_000_000 : Integer.parseInt(words[0]);
        List<String> patterns = Workload.of(subscriptions, 1).patterns();
        Object[] values = new Object[subscriptions];
        for (int i = 0; i < subscriptions; i++) {
            values[i] = new Object();
        }
        long before = used();
        TopicIndex<Object> index = new TopicIndex<>();
        for (int i = 0; i < subscriptions; i++) {
            index.add(TopicPattern.parse(patterns.get(i)), values[i]);
        }
        long taken = used() - before;
        long distinct = patterns.stream().distinct().count();
        System.out.printf(
                "%,d subscriptions, %,d distinct patterns: %,d MB, %d bytes per distinct pattern%n",
                index.size(), distinct, taken / 1_000_000, taken / distinct);
        Reference.reachabilityFence(values);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
