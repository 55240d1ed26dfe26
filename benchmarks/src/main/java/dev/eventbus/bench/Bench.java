package dev.eventbus.bench;

import java.io.PrintStream;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** Runs benchmark groups and prints one table: the main class of {@code benchmarks.jar}. */
public final class Bench {
    private Bench() {}

    public static void main(String[] words) throws RunnerException {
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
        print(arguments, machine, Rounds.run(arguments), System.out);
    }

    private static void print(Arguments arguments, String machine, List<Row> rows, PrintStream out) {
        Profile profile = arguments.profile();
        out.println();
        out.print(machine);
        out.printf(
                "profile  %s: %d rounds of %d x %d ms, each in a new JVM%n%n",
                profile.name(), profile.rounds(), profile.measurements(), profile.iterationMillis());
        out.print(new Table(rows).text());
        out.println();
        out.println("ours/peer compares the medians: below 1 is better for time (ns/op), above 1 for rates (ops/us).");
    }
}
