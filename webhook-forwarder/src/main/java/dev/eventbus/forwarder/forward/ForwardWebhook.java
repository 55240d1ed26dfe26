package dev.eventbus.forwarder.forward;

import dev.eventbus.Verdict;
import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.nats.MessageHandler;
import dev.eventbus.nats.PulledMessage;
import dev.eventbus.webhook.Attempt;
import dev.eventbus.webhook.Content;
import dev.eventbus.webhook.Envelope;
import dev.eventbus.webhook.WebhookSender;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Makes one attempt to deliver a message of one subscription. */
final class ForwardWebhook implements MessageHandler {
    private final SubscriptionConfig subscription;
    private final WebhookSender sender;
    private final Aftermath aftermath;
    private final InstantSource clock;
    private final AttemptLog log;
    private final TraceContext trace = new TraceContext(ThreadLocalRandom::current);
    private final boolean tracesByItself;

    ForwardWebhook(SubscriptionConfig subscription, WebhookSender sender, Aftermath aftermath, InstantSource clock) {
        this.subscription = subscription;
        this.sender = sender;
        this.aftermath = aftermath;
        this.clock = clock;
        this.log = new AttemptLog(subscription.name());
        this.tracesByItself =
                subscription.endpoint().headers().keySet().stream().anyMatch("traceparent"::equalsIgnoreCase);
    }

    @Override
    public Verdict handle(PulledMessage message) {
        Envelope envelope = envelope(message);
        Content content = traced(message, WebhookRequest.of(subscription, envelope, clock.instant()));
        Attempt attempt = aftermath.watch(() -> sender.attempt(subscription.endpoint(), content));
        Verdict verdict = aftermath.of(message, attempt.outcome());
        log.write(message, envelope.messageId(), attempt, verdict);
        return verdict;
    }

    /** Made of what is stored alone, so that every attempt sends the same bytes. */
    private static Envelope envelope(PulledMessage message) {
        String given = message.header("Nats-Msg-Id");
        String id = given == null ? "nats-msg-" + message.sequence() : given;
        return new Envelope("/streams/" + message.stream(), message.subject(), message.data(), message.storedAt(), id);
    }

    /** The operator's own header of that name wins. */
    private Content traced(PulledMessage message, Content content) {
        Map<String, String> headers = tracesByItself ? Map.of() : trace.headers(message);
        return headers.isEmpty() ? content : content.withHeaders(headers);
    }
}
