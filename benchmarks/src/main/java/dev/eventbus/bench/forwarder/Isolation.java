package dev.eventbus.bench.forwarder;

import dev.eventbus.bench.process.RunningProcess;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Fifty subscriptions with an endpoint each: what one endpoint that never answers costs the other 49. */
public final class Isolation {
    private static final int SUBSCRIPTIONS = 50;
    private static final int CONCURRENCY = 10;
    private static final int SINK_MILLIS = 20;
    private static final int SIZE = 512;
    private static final String STREAM = "ISOLATION";
    private static final String SUBJECTS = "bench.isolation.";

    private Isolation() {}

    /** All alive and one dead in turn, each in a new process. */
    public static void run(Profile profile, PrintStream out) throws Exception {
        List<Double> alive = new ArrayList<>();
        List<Double> dead = new ArrayList<>();
        int messages = profile.messages(SIZE);
        try (Range range = new Range()) {
            range.stock().create(STREAM, SUBJECTS + "*");
            range.stock().publish(messages, SIZE, Isolation::subject, Double.POSITIVE_INFINITY);
            range.stock().requireCount(STREAM, messages);
            for (int round = 0; round < 2 * profile.rounds(); round++) {
                // Who goes first changes: a machine gets slower and faster.
                boolean deadFirst = round % 2 == 1;
                (deadFirst ? dead : alive).add(measure(deadFirst, profile, range));
                (deadFirst ? alive : dead).add(measure(!deadFirst, profile, range));
                out.printf("# the other 49: %,.0f/s, beside a dead one %,.0f/s%n", alive.getLast(), dead.getLast());
            }
        }
        print(alive, dead, out);
    }

    private static String subject(int number) {
        return SUBJECTS + number % SUBSCRIPTIONS;
    }

    /** Deliveries per second of the 49. */
    private static double measure(boolean oneIsDead, Profile profile, Range range) throws Exception {
        range.sink().reset(profile.messages(SIZE), SINK_MILLIS, false);
        Path folder = Files.createTempDirectory("bench-isolation");
        Job base = range.job(STREAM, Engine.EVENTBUS, CONCURRENCY);
        List<String> subscriptions = IntStream.range(0, SUBSCRIPTIONS)
                .mapToObj(number -> Forwarder.subscription(
                        base.to(range.sink().url(path(number, oneIsDead))), name(base, number), subject(number)))
                .toList();
        double perSecond;
        try (RunningProcess running =
                RunningProcess.start(Forwarder.command(base.nats(), subscriptions, folder), folder)) {
            range.awaitFirst(running);
            Thread.sleep(Duration.ofMillis(profile.warmMillis()));
            int before = range.sink().delivered();
            long start = System.nanoTime();
            Thread.sleep(Duration.ofMillis(profile.measureMillis()));
            perSecond = (range.sink().delivered() - before) / ((System.nanoTime() - start) / 1e9);
        }
        for (int number = 0; number < SUBSCRIPTIONS; number++) {
            range.stock().forget(STREAM, name(base, number));
        }
        return perSecond;
    }

    private static String path(int number, boolean oneIsDead) {
        return number > 0 ? "/hook" : oneIsDead ? "/dead" : "/uncounted";
    }

    private static String name(Job base, int number) {
        return base.durable() + "-" + number;
    }

    private static void print(List<Double> alive, List<Double> dead, PrintStream out) {
        double without = median(alive);
        double with = median(dead);
        out.printf(
                Locale.ROOT,
                "%nforwarder-isolation: 50 subscriptions, %d at a time each, sink %d ms; deliveries/s of 49 of them%n"
                        + "all alive            %,10.0f%none never answers    %,10.0f  ratio %.3f%n",
                CONCURRENCY,
                SINK_MILLIS,
                without,
                with,
                with / without);
    }

    private static double median(List<Double> rounds) {
        double[] sorted =
                rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return Arrays.stream(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1)
                .average()
                .orElseThrow();
    }
}
