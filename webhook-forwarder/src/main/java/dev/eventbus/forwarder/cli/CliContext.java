package dev.eventbus.forwarder.cli;

import dev.eventbus.forwarder.config.ForwarderSettings;
import java.io.PrintStream;
import java.util.Map;

/**
 * What a verb works with.
 *
 * @param settings the same that the process would forward with
 * @param environment what variables in the files are replaced by
 * @param out for results alone, so that they can be piped
 * @param err for what went wrong
 */
public record CliContext(
        ForwarderSettings settings, Map<String, String> environment, PrintStream out, PrintStream err) {}
