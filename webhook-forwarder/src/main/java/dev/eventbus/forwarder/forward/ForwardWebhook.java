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

/** Makes one attempt to deliver a message of one subscription. */
final class ForwardWebhook implements MessageHandler {
    private final SubscriptionConfig subscription;
    private final WebhookSender sender;
    private final Aftermath aftermath;
    private final InstantSource clock;
    private final AttemptLog log;

    ForwardWebhook(SubscriptionConfig subscription, WebhookSender sender, Aftermath aftermath, InstantSource clock) {
        this.subscription = subscription;
        this.sender = sender;
        this.aftermath = aftermath;
        this.clock = clock;
        this.log = new AttemptLog(subscription.name());
    }

    @Override
    public Verdict handle(PulledMessage message) {
        Envelope envelope = envelope(message);
        Content content = WebhookRequest.of(subscription, envelope, clock.instant())
                .withHeaders(WebhookRequest.trace(subscription, message::header));
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
}
