package dev.eventbus.forwarder;

import dev.eventbus.forwarder.cli.Cli;
import dev.eventbus.forwarder.cli.CliContext;
import dev.eventbus.forwarder.config.EnvironmentSettings;
import dev.eventbus.forwarder.deadletter.DeadLettersVerb;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Where the jar begins: it forwards, or, given a verb, does that alone: no port, no container, no JSON logs. */
@QuarkusMain
public final class ForwarderMain {
    private ForwarderMain() {}

    public static void main(String... arguments) {
        if (arguments.length == 0) {
            Quarkus.run(ForwarderApplication.class);
            return;
        }
        logWarningsToStandardError();
        System.setProperty("io.netty.noUnsafe", "true"); // or the JVM warns of it among what the verb says
        CliContext context = new CliContext(EnvironmentSettings.read(), System.getenv(), System.out, System.err);
        System.exit(Cli.with(new DeadLettersVerb()).run(List.of(arguments), context));
    }

    /** Until Quarkus configures it, logging is kept in memory and poured out at the end. */
    private static void logWarningsToStandardError() {
        Logger root = Logger.getLogger("");
        for (Handler delayed : root.getHandlers()) {
            root.removeHandler(delayed);
        }
        ConsoleHandler handler = new ConsoleHandler();
        handler.setLevel(Level.WARNING);
        root.addHandler(handler);
    }
}
