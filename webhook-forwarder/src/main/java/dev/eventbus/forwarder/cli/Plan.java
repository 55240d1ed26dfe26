package dev.eventbus.forwarder.cli;

import dev.eventbus.EventBusException;
import dev.eventbus.forwarder.config.ForwarderConfig;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Says what a start with these files would do to the server; changes nothing. */
final class Plan implements Verb {
    /** For pipelines, as {@code git diff} has it. */
    private static final String EXIT_CODE = "--exit-code";

    private static final int CHANGES = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "plan";
    }

    @Override
    public String usage() {
        return "[folder] [--exit-code]: what starting would create or change on the server; 1 if it cannot be, with"
                + " --exit-code 2 if there is anything to do";
    }

    @Override
    public int run(List<String> arguments, CliContext context) {
        Arguments parsed = Arguments.parse(arguments, Set.of(), Set.of(EXIT_CODE));
        ForwarderConfig config = ConfigFiles.load(parsed.words(0, 1), context);
        NatsSettings settings = context.settings().nats().settings();
        try (NatsConnection connection = NatsConnection.connect(settings)) {
            if (!connection.awaitConnected(PATIENCE)) {
                throw new EventBusException("Could not reach NATS within " + PATIENCE.toSeconds()
                        + " s; is it there, and are NATS_URL and the credentials right? nats=" + settings);
            }
            PlanReport report = PlanReport.of(connection, config);
            report.lines().forEach(context.out()::println);
            if (report.isRefused()) {
                return Cli.FAILED;
            }
            return parsed.has(EXIT_CODE) && report.isAnythingToDo() ? CHANGES : 0;
        }
    }
}
