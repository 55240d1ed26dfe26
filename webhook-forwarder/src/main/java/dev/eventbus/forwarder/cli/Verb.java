package dev.eventbus.forwarder.cli;

import java.util.List;

/** Something the jar can be told to do from the command line. */
public interface Verb {
    /** The first word of the command line. */
    String name();

    /** What may follow the name and what comes of it, in one line: {@code [folder]  checks the files}. */
    String usage();

    /**
     * Does it. What it finds out goes to {@link CliContext#out}, what keeps it from its work is thrown.
     *
     * @param arguments what stood behind the verb
     * @return the exit code
     * @throws UsageException if the arguments cannot be meant
     */
    int run(List<String> arguments, CliContext context) throws Exception;
}
