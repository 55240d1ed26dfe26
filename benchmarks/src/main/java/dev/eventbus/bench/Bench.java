package dev.eventbus.bench;

import java.io.PrintStream;
import java.util.List;

/** Runs benchmark groups and prints one table: the main class of {@code benchmarks.jar}. */
public final class Bench {
    private Bench() {}

    public static void main(String[] words) throws Exception {
        Arguments arguments;
        try {
            arguments = Arguments.parse(words);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(Arguments.USAGE);
            System.exit(2);
            return;
        }
        // Described first: afterwards the load would be our own.
        String machine = Machine.describe();
        List<Row> rows = Rounds.run(arguments);
        System.out.println();
        System.out.print(machine);
        if (!rows.isEmpty()) {
            print(arguments.profile(), rows, System.out);
        }
        for (Group group : arguments.groups()) {
            group.report(arguments.profile() == Profile.LONG, System.out);
        }
    }

    private static void print(Profile profile, List<Row> rows, PrintStream out) {
        out.printf(
                "profile  %s: %d rounds of %d x %d ms, each in a new JVM%n%n",
                profile.name(), profile.rounds(), profile.measurements(), profile.iterationMillis());
        out.print(new Table(rows).text());
        out.println();
        out.println("ours/peer compares the medians: below 1 is better for time (ns/op), above 1 for rates (ops/us).");
    }
}
