package dev.eventbus.forwarder.deadletter;

import dev.eventbus.nats.StoredLetter;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Writes dead letters for people at a terminal, in columns as wide as they need to be. */
final class LetterTable {
    private static final int WIDEST = 60;
    private static final List<String> HEAD = List.of(
            "SEQUENCE", "STORED", "SUBSCRIPTION", "SUBJECT", "CLASS", "TRIES", "STATUS", "MESSAGE ID", "REASON");

    private LetterTable() {}

    static void print(List<StoredLetter> letters, PrintStream out) {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        letters.forEach(letter -> rows.add(row(letter)));
        int[] widths = IntStream.range(0, HEAD.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        rows.forEach(row -> out.println(line(row, widths)));
    }

    private static List<String> row(StoredLetter letter) {
        StoredLetter.Failure failure = letter.failure();
        Integer status = failure.lastStatus();
        return List.of(
                Long.toString(letter.sequence()),
                letter.storedAt().toString(),
                letter.subscription(),
                shown(letter.origin().subject()),
                shown(failure.kind()),
                Integer.toString(failure.attempts()),
                status == null ? "-" : status.toString(),
                shown(letter.origin().messageId()),
                shown(failure.reason()));
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append(row.get(i)).repeat(' ', widths[i] + 2 - row.get(i).length());
        }
        return line.toString().stripTrailing();
    }

    /** On one line, and nothing that a terminal would obey. */
    static String shown(String text) {
        String plain = text.replaceAll("\\p{C}", "?");
        return plain.length() <= WIDEST ? plain : plain.substring(0, WIDEST - 3) + "...";
    }
}
