package dev.eventbus.bench.forwarder;

import dev.eventbus.bench.sink.Sink;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The tables at the end: medians of all rounds, but what was lost or repeated in any of them. */
final class Report {
    private final PrintStream out;
    private int lostByOurs;

    Report(PrintStream out) {
        this.out = out;
    }

    Report throughput(Map<Case, Map<Engine, List<Throughput>>> measured) {
        line(
                "%n%-32s %-14s %12s %17s %12s %6s %7s %9s %10s%n",
                "forwarder",
                "engine",
                "deliveries/s",
                "lowest-highest",
                "CPU s/10,000",
                "MB",
                "lost",
                "repeated",
                "ours/peer");
        measured.forEach((what, engines) -> {
            List<Throughput> own = engines.getOrDefault(Engine.EVENTBUS, List.of());
            lostByOurs += own.stream().mapToInt(Throughput::lost).sum();
            double ours = median(own, Throughput::perSecond);
            engines.forEach((engine, rounds) -> line(
                    "%-32s %-14s %,12.0f %17s %12.2f %6.0f %7d %9d %10s%n",
                    what.label(),
                    engine.label(),
                    median(rounds, Throughput::perSecond),
                    span(rounds),
                    median(rounds, Throughput::cpuSeconds),
                    median(rounds, Throughput::megabytes),
                    rounds.stream().mapToInt(Throughput::lost).sum(),
                    rounds.stream().mapToInt(Throughput::repeated).sum(),
                    engine == Engine.EVENTBUS
                            ? ""
                            : String.format(Locale.ROOT, "%.2f", ours / median(rounds, Throughput::perSecond))));
        });
        return this;
    }

    private static String span(List<Throughput> rounds) {
        var rates = rounds.stream().mapToDouble(Throughput::perSecond).summaryStatistics();
        return String.format(Locale.ROOT, "%,.0f-%,.0f", rates.getMin(), rates.getMax());
    }

    Report latency(Map<Engine, List<Latency>> measured) {
        line(
                "%n%-32s %-14s %9s %9s %9s%n",
                "stored to endpoint, half of our rate", "engine", "p50 ms", "p99 ms", "p99.9 ms");
        measured.forEach((engine, rounds) -> line(
                "%-36s %-14s %9.2f %9.2f %9.2f%n",
                "512 B, sink 0 ms, 50 at a time",
                engine.label(),
                median(rounds, Latency::p50),
                median(rounds, Latency::p99),
                median(rounds, Latency::p999)));
        return this;
    }

    Report faults(Map<Engine, List<Sink.Counts>> measured) {
        line("%n%-36s %-14s %9s %9s %9s%n", "every 100th refused once", "engine", "messages", "lost", "repeated");
        measured.forEach((engine, rounds) -> line(
                "%-36s %-14s %9d %9d %9d%n",
                "512 B, sink 0 ms, 50 at a time",
                engine.label(),
                rounds.size() * Faults.MESSAGES,
                lost(rounds),
                rounds.stream().mapToInt(Sink.Counts::repeated).sum()));
        lostByOurs += lost(measured.getOrDefault(Engine.EVENTBUS, List.of()));
        return this;
    }

    private static int lost(List<Sink.Counts> rounds) {
        return rounds.stream().mapToInt(Sink.Counts::missing).sum();
    }

    /** Rates say nothing then. */
    void requireOursLostNothing() {
        if (lostByOurs > 0) {
            throw new IllegalStateException("The forwarder lost " + lostByOurs + " messages, see the tables");
        }
    }

    private static <T> double median(List<T> rounds, ToDoubleFunction<T> figure) {
        if (rounds.isEmpty()) {
            return Double.NaN;
        }
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private void line(String format, Object... arguments) {
        out.printf(Locale.ROOT, format, arguments);
    }
}
