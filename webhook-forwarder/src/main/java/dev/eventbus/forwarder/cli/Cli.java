package dev.eventbus.forwarder.cli;

import dev.eventbus.EventBusException;
import dev.eventbus.forwarder.config.BrokenConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the verb that the command line begins with and runs it. Nothing of the forwarding process is started. */
public final class Cli {
    static final int FAILED = 1;

    /** EX_USAGE and EX_CONFIG of sysexits.h. */
    static final int USAGE = 64;

    static final int BROKEN_CONFIG = 78;

    private final Map<String, Verb> verbs = new TreeMap<>();

    private Cli(List<Verb> verbs) {
        verbs.forEach(verb -> this.verbs.put(verb.name(), verb));
    }

    /** @param others beside those of this package */
    public static Cli with(Verb... others) {
        List<Verb> verbs = new ArrayList<>(List.of(new Validate(), new Plan(), new SendTest()));
        verbs.addAll(List.of(others));
        return new Cli(verbs);
    }

    /** Returns the exit code; whatever went wrong has been said on {@link CliContext#err}. */
    public int run(List<String> arguments, CliContext context) {
        String name = arguments.isEmpty() ? "help" : arguments.getFirst();
        if (List.of("help", "--help", "-h").contains(name)) {
            context.out().print(usage());
            return 0;
        }
        Verb verb = verbs.get(name);
        if (verb == null) {
            context.err().print("There is no verb " + shortened(name) + ".\n" + usage());
            return USAGE;
        }
        return run(verb, arguments.subList(1, arguments.size()), context);
    }

    private static int run(Verb verb, List<String> arguments, CliContext context) {
        try {
            return verb.run(arguments, context);
        } catch (UsageException e) {
            context.err().println(verb.name() + ": " + e.getMessage() + "\nusage: " + line(verb));
            return USAGE;
        } catch (BrokenConfigException e) {
            e.lines().forEach(context.err()::println);
            return BROKEN_CONFIG;
        } catch (EventBusException | IllegalArgumentException e) {
            context.err().println(e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        } catch (Exception e) {
            context.err().println(verb.name() + " failed: " + e);
            return FAILED;
        }
    }

    private String usage() {
        StringBuilder usage = new StringBuilder("usage: java -jar quarkus-run.jar [verb]\n\n"
                + "  without a verb: forwards, until it is told to stop\n");
        verbs.values().forEach(verb -> usage.append("  ").append(line(verb)).append('\n'));
        return usage.append("  help\n\nThe environment variables are the same as for forwarding.\n")
                .toString();
    }

    private static String line(Verb verb) {
        return verb.name() + " " + verb.usage();
    }

    private static String shortened(String name) {
        String printable = name.replaceAll("[^\\x20-\\x7E]", "?");
        return printable.substring(0, Math.min(40, printable.length()));
    }
}
