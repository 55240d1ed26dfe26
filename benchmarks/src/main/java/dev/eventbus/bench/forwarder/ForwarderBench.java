package dev.eventbus.bench.forwarder;

import static java.util.Objects.requireNonNull;

import dev.eventbus.bench.sink.Sink;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Goes through cases and engines several times, and prints what each delivered, lost and used. */
public final class ForwarderBench {
    private final Profile profile;
    private final PrintStream out;
    private final Map<Case, Map<Engine, List<Throughput>>> measured = new LinkedHashMap<>();
    private final Map<Engine, List<Latency>> latencies = new EnumMap<>(Engine.class);
    private final Map<Engine, List<Sink.Counts>> faults = new EnumMap<>(Engine.class);

    private final Set<Integer> stocked = new HashSet<>();

    private ForwarderBench(Profile profile, PrintStream out) {
        this.profile = profile;
        this.out = out;
    }

    /** Takes minutes; prints progress and tables, and throws at the end if the forwarder lost a message. */
    public static void run(Profile profile, PrintStream out) throws Exception {
        ForwarderBench bench = new ForwarderBench(profile.chosen(), out);
        try (Range range = new Range()) {
            Faults.prepare(range);
            for (int round = 1; round <= profile.rounds(); round++) {
                out.printf("# forwarder: round %d of %d%n", round, profile.rounds());
                bench.throughput(range);
                bench.latency(range);
                bench.faults(range);
            }
        }
        new Report(out)
                .throughput(bench.measured)
                .latency(bench.latencies)
                .faults(bench.faults)
                .requireOursLostNothing();
    }

    private void stock(Case what, Range range) throws Exception {
        if (stocked.add(what.size())) {
            range.stock().create(what.stream());
            range.stock().fill(what.stream(), profile.messages(what.size()), what.size());
        }
    }

    private void throughput(Range range) throws Exception {
        for (Case what : profile.cases()) {
            stock(what, range);
            for (Engine engine : Engine.chosen()) {
                if (engine.takesPart(what)) {
                    Throughput one = Throughput.measure(engine, what, profile, range);
                    out.printf(
                            "# %-32s %-14s %,8.0f/s  %5.2f CPU s per 10,000%n",
                            what.label(), engine.label(), one.perSecond(), one.cpuSeconds());
                    measured.computeIfAbsent(what, any -> new EnumMap<>(Engine.class))
                            .computeIfAbsent(engine, any -> new ArrayList<>())
                            .add(one);
                }
            }
        }
    }

    /** At half of what ours did in the first case of this round. */
    private void latency(Range range) throws Exception {
        List<Throughput> first =
                requireNonNull(measured.get(profile.cases().getFirst())).getOrDefault(Engine.EVENTBUS, List.of());
        if (first.isEmpty()) {
            return;
        }
        double rate = first.getLast().perSecond() / 2;
        for (Engine engine : Engine.chosen()) {
            if (engine != Engine.EVENTBUS && engine != Engine.BARE) {
                continue;
            }
            Latency one = Latency.measure(engine, rate, profile, range);
            out.printf("# stored to endpoint at %,.0f/s  %-14s p99 %.1f ms%n", rate, engine.label(), one.p99());
            latencies.computeIfAbsent(engine, any -> new ArrayList<>()).add(one);
        }
    }

    private void faults(Range range) throws Exception {
        for (Engine engine : Engine.chosen()) {
            Sink.Counts one = Faults.measure(engine, range, out);
            out.printf("# every 100th refused once  %-14s lost %d%n", engine.label(), one.missing());
            faults.computeIfAbsent(engine, any -> new ArrayList<>()).add(one);
        }
    }
}
