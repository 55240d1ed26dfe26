package dev.eventbus.bench;

import dev.eventbus.bench.dispatch.InlineBenchmark;
import dev.eventbus.bench.match.MatchBenchmark;
import dev.eventbus.bench.nats.Broker;
import dev.eventbus.bench.nats.EphemeralBenchmark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Benchmarks that belong together and have a name on the command line. */
enum Group {
    MATCH(MatchBenchmark.class) {
        /** One run per size: trying a million patterns one by one takes too long to be worth a line. */
        @Override
        List<ChainedOptionsBuilder> runs(Arguments arguments) {
            List<ChainedOptionsBuilder> runs = new ArrayList<>();
            for (String size : arguments.subscriptions()) {
                ChainedOptionsBuilder run = run().param("subscriptions", size).jvmArgsAppend("-Xms1g", "-Xmx4g");
                runs.add(Integer.parseInt(size) > 100_000 ? run.param("engine", "EVENTBUS", "ARTEMIS") : run);
            }
            return runs;
        }
    },
    DISPATCH(InlineBenchmark.class),
    NATS(EphemeralBenchmark.class) {
        /** All rounds and both engines use one server, which this process starts. */
        @Override
        List<ChainedOptionsBuilder> runs(Arguments arguments) {
            return List.of(run().jvmArgsAppend(Broker.jvmArguments()));
        }
    };

    private final String room;

    /** @param benchmark one of the package whose benchmarks make up the group */
    Group(Class<?> benchmark) {
        room = benchmark.getPackageName();
    }

    List<ChainedOptionsBuilder> runs(Arguments arguments) {
        return List.of(run());
    }

    ChainedOptionsBuilder run() {
        return new OptionsBuilder().include(room.replace(".", "\\.") + "\\.");
    }

    static Group named(String name) {
        return Arrays.stream(values())
                .filter(group -> group.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("NAME must be " + names() + ", was '" + name + "'"));
    }

    static String names() {
        return Arrays.stream(values()).map(Group::label).collect(Collectors.joining(" or "));
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
