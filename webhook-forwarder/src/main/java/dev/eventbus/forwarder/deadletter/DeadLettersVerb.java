package dev.eventbus.forwarder.deadletter;

import dev.eventbus.EventBusException;
import dev.eventbus.forwarder.admin.ProblemException;
import dev.eventbus.forwarder.cli.Arguments;
import dev.eventbus.forwarder.cli.CliContext;
import dev.eventbus.forwarder.cli.UsageException;
import dev.eventbus.forwarder.cli.Verb;
import dev.eventbus.forwarder.config.ConfigFolder;
import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.nats.DeadLetterShelf;
import dev.eventbus.nats.LetterPage;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.OpenedLetter;
import dev.eventbus.nats.PausedDurables;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Dead letters from the command line: directly on NATS, whether or not a forwarder is at work. */
public final class DeadLettersVerb implements Verb {
    private static final Set<String> OPTIONS =
            Set.of("--subscription", "--subject", "--class", "--from", "--to", "--limit", "--cursor", "--rate");
    private static final Set<String> LIST = Set.of("subscription", "subject", "class", "from", "to", "limit", "cursor");
    private static final Set<String> REPLAY = Set.of("subscription", "subject", "class", "from", "to", "rate");
    private static final String DRY_RUN = "--dry-run";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration REPORT = Duration.ofSeconds(5);
    private static final int MISFIT = 400;
    private static final String USER_AGENT = "eventbus-forwarder/dead-letters";

    @Override
    public String name() {
        return "dead-letters";
    }

    @Override
    public String usage() {
        return "list|show SEQ|replay [SEQ]|delete SEQ [--subscription S] [--subject S] [--class C] [--from TIME]"
                + " [--to TIME] [--limit N] [--cursor SEQ] [--dry-run] [--rate 50/s]: 0 if all went well, 1 if not";
    }

    @Override
    public int run(List<String> given, CliContext context) throws InterruptedException {
        Arguments arguments = Arguments.parse(given, OPTIONS, Set.of(DRY_RUN));
        List<String> words = arguments.words(1, 2);
        try {
            return switch (words.getFirst()) {
                case "list" -> list(letters(arguments, LIST, 1), context);
                case "show" -> show(sequence(arguments), context);
                case "delete" -> delete(sequence(arguments), context);
                case "replay" ->
                    words.size() == 2
                            ? replayOne(sequence(arguments), context)
                            : replayMany(letters(arguments, REPLAY, 1), arguments.has(DRY_RUN), context);
                default -> throw new UsageException("takes list, show, replay or delete");
            };
        } catch (ProblemException refused) {
            String detail = refused.problem().detail();
            throw refused.problem().status() == MISFIT ? new UsageException(detail) : new EventBusException(detail);
        }
    }

    private static LetterArguments letters(Arguments arguments, Set<String> known, int words) {
        arguments.words(1, words);
        Map<String, String> found = new HashMap<>();
        OPTIONS.forEach(option ->
                arguments.option(option).ifPresent(value -> found.put(option.substring("--".length()), value)));
        return LetterArguments.of(found, known);
    }

    private static long sequence(Arguments arguments) {
        letters(arguments, Set.of(), 2);
        if (arguments.has(DRY_RUN)) {
            throw new UsageException("takes no --dry-run with a sequence");
        }
        return LetterArguments.read("sequence", arguments.words(2, 2).getLast(), LetterArguments::sequence);
    }

    private static NatsConnection connect(CliContext context) {
        NatsConnection connection =
                NatsConnection.connect(context.settings().nats().settings());
        if (!connection.awaitConnected(PATIENCE)) {
            connection.close();
            throw new EventBusException("Could not reach NATS within " + PATIENCE.toSeconds() + " s; look at NATS_URL");
        }
        return connection;
    }

    private static int list(LetterArguments arguments, CliContext context) {
        try (NatsConnection connection = connect(context)) {
            LetterPage page =
                    DeadLetterShelf.of(connection).list(arguments.filter(), arguments.limit(), arguments.cursor());
            LetterTable.print(page.letters(), context.out());
            if (page.hasNext()) {
                context.err().println("There are more; go on with --cursor " + page.next());
            }
            return 0;
        }
    }

    private static int show(long sequence, CliContext context) {
        try (NatsConnection connection = connect(context)) {
            OpenedLetter letter = DeadLetterShelf.of(connection).get(sequence).orElse(null);
            if (letter == null) {
                return none(sequence, context);
            }
            LetterTable.print(List.of(letter.letter()), context.out());
            BodyView body = BodyView.of(letter);
            context.out()
                    .println("data (" + body.dataEncoding() + (body.truncated() ? ", cut" : "") + "): "
                            + (body.data() == null ? "" : body.data()));
            return 0;
        }
    }

    private static int delete(long sequence, CliContext context) {
        try (NatsConnection connection = connect(context)) {
            if (!DeadLetterShelf.of(connection).delete(sequence)) {
                return none(sequence, context);
            }
            context.out().println("Deleted " + sequence);
            return 0;
        }
    }

    private static int none(long sequence, CliContext context) {
        context.err().println("There is no dead letter " + sequence);
        return 1;
    }

    private static int replayOne(long sequence, CliContext context) throws InterruptedException {
        return inWorkshop(context, workshop -> {
            OpenedLetter letter = workshop.shelf().get(sequence).orElse(null);
            if (letter == null) {
                return none(sequence, context);
            }
            SubscriptionConfig config = DeadLetterDesk.requireFree(
                    workshop.endpoints(), letter.letter().subscription());
            try (Redelivery redelivery = workshop.redelivery(config)) {
                Replayed replayed = redelivery.replay(sequence);
                boolean done = replayed instanceof Replayed.Delivered;
                context.out().println((done ? "Delivered " : "Not delivered ") + sequence + ": " + replayed.describe());
                return done ? 0 : 1;
            }
        });
    }

    private static int replayMany(LetterArguments arguments, boolean dryRun, CliContext context)
            throws InterruptedException {
        var order = new BulkReplay.Order(arguments.narrowFilter(), arguments.rate());
        return inWorkshop(context, workshop -> {
            if (dryRun) {
                long matched =
                        workshop.shelf().count(order.filter(), workshop.shelf().lastSequence());
                context.out().println("Would replay " + matched);
                return 0;
            }
            String subscription = order.filter().subscription();
            if (subscription != null) {
                DeadLetterDesk.requireConfigured(workshop.endpoints(), subscription);
            }
            BulkReplay replay = BulkReplay.start(order, workshop, () -> {});
            while (!replay.awaitEnd(REPORT)) {
                context.err().println(told(replay.progress()));
            }
            Progress end = replay.progress();
            context.out().println(told(end));
            return end.state() == Progress.State.DONE && end.failed() == 0 ? 0 : 1;
        });
    }

    private static String told(Progress progress) {
        String why = progress.why();
        return "Replayed " + progress.delivered() + " of " + progress.matched() + ", failed " + progress.failed()
                + ", skipped " + progress.skipped() + (why == null ? "" : "; stopped because " + why);
    }

    /** Something done with a workshop of this process' own. */
    @FunctionalInterface
    private interface Work {
        int in(Workshop workshop) throws InterruptedException;
    }

    private static int inWorkshop(CliContext context, Work work) throws InterruptedException {
        var config = ConfigFolder.load(context.settings().configDir(), context.environment());
        try (NatsConnection connection = connect(context)) {
            Vertx vertx = Vertx.vertx();
            try {
                return work.in(new Workshop(
                        DeadLetterShelf.of(connection),
                        new ConfiguredEndpoints(config, new PausedDurables(connection)),
                        vertx,
                        USER_AGENT,
                        InstantSource.system()));
            } finally {
                vertx.close().toCompletionStage().toCompletableFuture().join();
            }
        }
    }
}
