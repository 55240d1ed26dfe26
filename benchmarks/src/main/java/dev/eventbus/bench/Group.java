package dev.eventbus.bench;

import dev.eventbus.bench.forwarder.ForwarderBench;
import dev.eventbus.bench.forwarder.Isolation;
import dev.eventbus.bench.gateway.DispatchBench;
import dev.eventbus.bench.gateway.GatewayBench;
import dev.eventbus.bench.inprocess.InlineBenchmark;
import dev.eventbus.bench.match.ChurnBenchmark;
import dev.eventbus.bench.match.MatchBenchmark;
import dev.eventbus.bench.match.ReadersBenchmark;
import dev.eventbus.bench.nats.Broker;
import dev.eventbus.bench.nats.EphemeralBenchmark;
import dev.eventbus.bench.notifications.NotificationsBench;
import dev.eventbus.bench.realtime.RealtimeBench;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Benchmarks that belong together and have a name on the command line. */
enum Group {
    MATCH(MatchBenchmark.class) {
        private static final String[] FEW_SUBSCRIPTIONS = {"EVENTBUS", "ARTEMIS", "HIVEMQ", "MOQUETTE", "NAIVE"};

        /** Trying a million patterns one by one, or copying Moquette's lists a million times, takes too long. */
        private static final String[] MANY_SUBSCRIPTIONS = {"EVENTBUS", "ARTEMIS", "HIVEMQ"};

        @Override
        List<ChainedOptionsBuilder> runs(Arguments arguments) {
            List<ChainedOptionsBuilder> runs = new ArrayList<>();
            for (String size : arguments.subscriptions()) {
                boolean many = Integer.parseInt(size) > 100_000;
                runs.add(sized(MatchBenchmark.class, size)
                        .param("engine", many ? MANY_SUBSCRIPTIONS : FEW_SUBSCRIPTIONS));
                runs.add(sized(ChurnBenchmark.class, size));
                runs.add(sized(ReadersBenchmark.class, size));
            }
            return runs;
        }

        private ChainedOptionsBuilder sized(Class<?> benchmark, String subscriptions) {
            return new OptionsBuilder()
                    .include(benchmark.getName().replace(".", "\\.") + "\\.")
                    .param("subscriptions", subscriptions)
                    .jvmArgsAppend("-Xms1g", "-Xmx4g");
        }
    },
    IN_PROCESS(InlineBenchmark.class),
    NATS(EphemeralBenchmark.class) {
        /** All rounds and both engines use one server, which this process starts. */
        @Override
        List<ChainedOptionsBuilder> runs(Arguments arguments) {
            return List.of(run().jvmArgsAppend(Broker.jvmArguments()));
        }
    },
    FORWARDER((thorough, out) -> ForwarderBench.run(forwarder(thorough), out)),
    FORWARDER_ISOLATION((thorough, out) -> Isolation.run(forwarder(thorough), out)),
    GATEWAY(GatewayBench::run),
    DISPATCH(DispatchBench::run),
    REALTIME(RealtimeBench::run),
    NOTIFICATIONS(NotificationsBench::run);

    /** Measures processes, which is no matter of one method called often, and prints what came out. */
    @FunctionalInterface
    private interface Report {
        void print(boolean thorough, PrintStream out) throws Exception;
    }

    private final String room;
    private final Report report;

    /** @param benchmark one of the package whose benchmarks make up the group */
    Group(Class<?> benchmark) {
        room = benchmark.getPackageName();
        report = (thorough, out) -> {};
    }

    Group(Report report) {
        this.room = "";
        this.report = report;
    }

    List<ChainedOptionsBuilder> runs(Arguments arguments) {
        return room.isEmpty() ? List.of() : List.of(run());
    }

    /** Takes minutes where the group is one of processes; nothing to do for the others. */
    void report(boolean thorough, PrintStream out) throws Exception {
        report.print(thorough, out);
    }

    private static dev.eventbus.bench.forwarder.Profile forwarder(boolean thorough) {
        return thorough ? dev.eventbus.bench.forwarder.Profile.LONG : dev.eventbus.bench.forwarder.Profile.SHORT;
    }

    ChainedOptionsBuilder run() {
        return new OptionsBuilder().include(room.replace(".", "\\.") + "\\.");
    }

    /** The groups a word of the command line stands for: one, or several that are measured together. */
    static Set<Group> named(String name) {
        if (name.equals("core")) {
            return EnumSet.of(MATCH, IN_PROCESS);
        }
        return Arrays.stream(values())
                .filter(group -> group.label().equals(name))
                .findFirst()
                .map(EnumSet::of)
                .orElseThrow(() -> new IllegalArgumentException("NAME must be " + names() + ", was '" + name + "'"));
    }

    static String names() {
        return "core or " + Arrays.stream(values()).map(Group::label).collect(Collectors.joining(" or "));
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
