package dev.eventbus.forwarder.cli;

import dev.eventbus.forwarder.config.ForwarderConfig;
import java.util.List;
import java.util.Set;

/** Reads the files and says everything that is wrong with them; needs no NATS. */
final class Validate implements Verb {
    @Override
    public String name() {
        return "validate";
    }

    @Override
    public String usage() {
        return "[folder]: checks the files; 0 if they are fine, 78 if not";
    }

    @Override
    public int run(List<String> arguments, CliContext context) {
        ForwarderConfig config =
                ConfigFiles.load(Arguments.parse(arguments, Set.of(), Set.of()).words(0, 1), context);
        context.out()
                .println(counted(config.subscriptions().size(), "subscription") + " and "
                        + counted(config.streams().size(), "stream") + " are fine");
        return 0;
    }

    private static String counted(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
