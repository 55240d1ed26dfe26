package dev.eventbus.forwarder.cli;

import dev.eventbus.forwarder.config.ForwarderConfig;
import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.forwarder.forward.WebhookRequest;
import dev.eventbus.json.Json;
import dev.eventbus.webhook.Content;
import dev.eventbus.webhook.Envelope;
import dev.eventbus.webhook.Outcome;
import dev.eventbus.webhook.SenderSettings;
import dev.eventbus.webhook.StatusRules;
import dev.eventbus.webhook.UrlGuard;
import dev.eventbus.webhook.WebhookSender;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Sends one message of its own making to an endpoint, as its subscription would; NATS has no part in it. */
final class SendTest implements Verb {
    private static final int MOST_SHOWN = 500;
    private static final Pattern SUBJECT = Pattern.compile("(?:[^\\s\\p{Cc}.*>]+\\.)*[^\\s\\p{Cc}.*>]+");

    @Override
    public String name() {
        return "send-test";
    }

    @Override
    public String usage() {
        return "SUBSCRIPTION [folder] [--data JSON] [--subject SUBJECT]: sends one message to its endpoint; 0 if it was"
                + " taken, 1 if not";
    }

    @Override
    public int run(List<String> given, CliContext context) {
        Arguments arguments = Arguments.parse(given, Set.of("--data", "--subject"), Set.of());
        String name = arguments.words(1, 2).getFirst();
        ForwarderConfig config =
                ConfigFiles.load(arguments.words().subList(1, arguments.words().size()), context);
        SubscriptionConfig subscription = config.subscriptions().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("there is no subscription " + name + "; there are "
                        + config.subscriptions().stream()
                                .map(SubscriptionConfig::name)
                                .toList()));
        return send(subscription, envelope(subscription, arguments), context);
    }

    private static Envelope envelope(SubscriptionConfig subscription, Arguments arguments) {
        String subject = arguments
                .option("--subject")
                .orElseGet(() -> subscription.source().subject().replaceAll("[*>]", "test"));
        if (subject.length() > 255 || !SUBJECT.matcher(subject).matches()) {
            throw new UsageException("--subject must be words joined by dots, without wildcards");
        }
        byte[] data = arguments.option("--data").orElse("{\"test\":true}").getBytes(StandardCharsets.UTF_8);
        try {
            Json.requireOneValue(data);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--data: " + e.getMessage());
        }
        String stream = subscription.source().stream();
        String source = "/streams/" + (stream == null ? "test" : stream);
        return new Envelope(source, subject, data, Instant.now(), "test-" + UUID.randomUUID());
    }

    private static int send(SubscriptionConfig subscription, Envelope envelope, CliContext context) {
        Vertx vertx = Vertx.vertx();
        try (WebhookSender sender = WebhookSender.create(
                vertx, SenderSettings.of(UrlGuard.forOperators(), 1, "eventbus-forwarder/send-test"))) {
            Content content = WebhookRequest.of(subscription, envelope, Instant.now());
            long start = System.nanoTime();
            Outcome outcome = sender.send(subscription.endpoint(), content);
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            boolean taken = subscription.rules().decide(outcome) == StatusRules.Decision.ACK;
            context.out()
                    .println((taken ? "Taken: " : "Not taken: ")
                            + subscription.endpoint().url() + " " + outcome.describe() + " after "
                            + time.toMillis() + " ms subject=" + envelope.subject() + " messageId="
                            + envelope.messageId());
            if (outcome instanceof Outcome.Rejected rejected && rejected.body().length > 0) {
                context.out().println(shown(rejected.body(), subscription));
            }
            return taken ? 0 : 1;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** Some endpoints send back what they got. */
    private static String shown(byte[] answer, SubscriptionConfig subscription) {
        String text = new String(answer, StandardCharsets.UTF_8);
        for (String secret : subscription.endpoint().headers().values()) {
            text = secret.isEmpty() ? text : text.replace(secret, "***");
        }
        return text.substring(0, Math.min(text.length(), MOST_SHOWN)).replaceAll("\\p{Cc}", " ");
    }
}
