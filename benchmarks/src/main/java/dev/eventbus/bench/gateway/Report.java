package dev.eventbus.bench.gateway;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** The table at the end: medians of all rounds, and what each engine is of the bare endpoint. */
final class Report {
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void print(Map<Engine, List<Measured>> measured) {
        double bare = median(Objects.requireNonNull(measured.get(Engine.BARE)), Measured::perSecond);
        line(
                "%n%-34s %10s %17s %8s %8s %13s %8s%n",
                "POST publish, payload 256 B",
                "events/s",
                "lowest-highest",
                "p50 ms",
                "p99 ms",
                "CPU s/10,000",
                "/bare");
        measured.forEach((engine, rounds) -> line(
                "%-34s %,10.0f %17s %8.1f %8.1f %13.2f %8.2f%n",
                engine.label(),
                median(rounds, Measured::perSecond),
                span(rounds),
                median(rounds, Measured::p50),
                median(rounds, Measured::p99),
                median(rounds, Measured::cpuSeconds),
                median(rounds, Measured::perSecond) / bare));
    }

    private static String span(List<Measured> rounds) {
        var rates = rounds.stream().mapToDouble(Measured::perSecond).summaryStatistics();
        return String.format(Locale.ROOT, "%,.0f-%,.0f", rates.getMin(), rates.getMax());
    }

    static <T> double median(List<T> rounds, ToDoubleFunction<T> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private void line(String format, Object... arguments) {
        out.printf(Locale.ROOT, format, arguments);
    }
}
