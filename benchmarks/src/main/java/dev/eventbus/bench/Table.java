package dev.eventbus.bench;

import java.util.List;
import java.util.Locale;

/** The table at the end: one line per engine and case, ours compared with each peer. */
final class Table {
    private static final String LINE = "%-44s %-10s %14s %23s %-7s %11s %9s %11s%n";

    private final List<Row> rows;

    Table(List<Row> rows) {
        this.rows = rows;
    }

    /** Cases in the order they ran, ours first in each. */
    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                LINE,
                "case",
                "engine",
                "median",
                "lowest-highest",
                "unit",
                "CPU ns/op",
                "B/op",
                "ours/peer"));
        rows.stream().map(Row::name).distinct().forEach(name -> {
            lines(name, true, text);
            lines(name, false, text);
        });
        return text.toString();
    }

    private void lines(String name, boolean ours, StringBuilder text) {
        rows.stream()
                .filter(row -> row.name().equals(name) && row.engine().equals(Row.OURS) == ours)
                .forEach(row -> text.append(line(row)));
    }

    private String line(Row row) {
        return String.format(
                Locale.ROOT,
                LINE,
                row.name(),
                row.engine(),
                number(row.median()),
                number(row.lowest()) + "-" + number(row.highest()),
                row.unit(),
                number(row.cpuNanos()),
                number(row.bytes()),
                ratio(row));
    }

    private String ratio(Row peer) {
        if (peer.engine().equals(Row.OURS)) {
            return "";
        }
        return rows.stream()
                .filter(row -> row.name().equals(peer.name()) && row.engine().equals(Row.OURS))
                .findFirst()
                .map(ours -> String.format(Locale.ROOT, "%.3f", ours.median() / peer.median()))
                .orElse("");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : "%,.0f", value);
    }
}
