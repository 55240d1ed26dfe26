package dev.eventbus.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Goes through all cases several times, so that what else the machine does in a minute hits everybody alike. Keeps
 * every iteration of every round.
 */
final class Rounds {
    private record Key(String name, String engine) {}

    private final Arguments arguments;
    private final Map<Key, List<IterationResult>> iterations = new LinkedHashMap<>();

    private Rounds(Arguments arguments) {
        this.arguments = arguments;
    }

    static List<Row> run(Arguments arguments) throws RunnerException {
        Rounds rounds = new Rounds(arguments);
        for (int round = 0; round < arguments.profile().rounds(); round++) {
            for (Group group : arguments.groups()) {
                for (ChainedOptionsBuilder run : group.runs(arguments)) {
                    rounds.keep(new Runner(rounds.options(run)).run());
                }
            }
        }
        return rounds.rows();
    }

    private Options options(ChainedOptionsBuilder run) {
        Profile profile = arguments.profile();
        return run.forks(1)
                .warmupIterations(profile.warmups())
                .warmupTime(TimeValue.milliseconds(profile.iterationMillis()))
                .measurementIterations(profile.measurements())
                .measurementTime(TimeValue.milliseconds(profile.iterationMillis()))
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuTimeProfiler.class)
                .shouldFailOnError(true)
                .build();
    }

    private void keep(Collection<RunResult> results) {
        for (RunResult result : results) {
            iterations
                    .computeIfAbsent(key(result.getParams()), key -> new ArrayList<>())
                    .addAll(result.getAggregatedResult().getIterationResults());
        }
    }

    /** {@code match subscriptions=10000 topics=256}: the method and every parameter but the engine. */
    private static Key key(BenchmarkParams params) {
        String method = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
        String parameters = params.getParamsKeys().stream()
                .filter(parameter -> !parameter.equals("engine"))
                .map(parameter -> ' ' + parameter + '=' + params.getParam(parameter))
                .collect(Collectors.joining());
        return new Key(method + parameters, params.getParam("engine").toLowerCase(Locale.ROOT));
    }

    private List<Row> rows() {
        return iterations.entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Row row(Key key, List<IterationResult> iterations) {
        return new Row(
                key.name(),
                key.engine(),
                iterations.getFirst().getScoreUnit(),
                iterations.stream()
                        .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
                        .toArray(),
                secondary(iterations, CpuTimeProfiler.LABEL),
                secondary(iterations, "gc.alloc.rate.norm"));
    }

    private static double secondary(List<IterationResult> iterations, String label) {
        return Row.median(iterations.stream()
                .map(iteration -> iteration.getSecondaryResults().get(label))
                .mapToDouble(Result::getScore)
                .toArray());
    }
}
