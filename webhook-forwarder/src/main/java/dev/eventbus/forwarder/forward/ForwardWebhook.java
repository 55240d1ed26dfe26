package dev.eventbus.forwarder.forward;

import dev.eventbus.Verdict;
import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.nats.DeadLetters;
import dev.eventbus.nats.MessageHandler;
import dev.eventbus.nats.PulledMessage;
import dev.eventbus.webhook.Attempt;
import dev.eventbus.webhook.Content;
import dev.eventbus.webhook.Envelope;
import dev.eventbus.webhook.Outcome;
import dev.eventbus.webhook.Signer;
import dev.eventbus.webhook.WebhookSender;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Makes one attempt to deliver a message of one subscription. */
final class ForwardWebhook implements MessageHandler {
    private final SubscriptionConfig subscription;
    private final WebhookSender sender;
    private final NextStep nextStep;
    private final DeliveryMeters meters;
    private final InstantSource clock;
    private final AttemptLog log;
    private final TraceContext trace = new TraceContext(ThreadLocalRandom::current);
    private final boolean tracesByItself;

    ForwardWebhook(
            SubscriptionConfig subscription,
            WebhookSender sender,
            NextStep nextStep,
            DeliveryMeters meters,
            InstantSource clock) {
        this.subscription = subscription;
        this.sender = sender;
        this.nextStep = nextStep;
        this.meters = meters;
        this.clock = clock;
        this.log = new AttemptLog(subscription.name());
        this.tracesByItself =
                subscription.endpoint().headers().keySet().stream().anyMatch("traceparent"::equalsIgnoreCase);
    }

    @Override
    public Verdict handle(PulledMessage message) {
        Envelope envelope = envelope(message);
        Content content = traced(message, signed(envelope));
        Attempt attempt = meters.time(() -> sender.attempt(subscription.endpoint(), content));
        Verdict verdict = nextStep.after(message.deliveries(), attempt.outcome());
        if (verdict instanceof Verdict.DeadLetter) {
            describe(message, attempt.outcome());
        }
        meters.count(verdict);
        log.write(message, envelope.messageId(), attempt, verdict);
        return verdict;
    }

    /** Made of what is stored alone, so that every attempt sends the same bytes. */
    private static Envelope envelope(PulledMessage message) {
        String given = message.header("Nats-Msg-Id");
        String id = given == null ? "nats-msg-" + message.sequence() : given;
        return new Envelope("/streams/" + message.stream(), message.subject(), message.data(), message.storedAt(), id);
    }

    /** Signed anew at each attempt: receivers refuse a timestamp that is too old. */
    private Content signed(Envelope envelope) {
        Content content = envelope.toContent(subscription.message().envelope());
        Signer signer = subscription.message().signer();
        return signer == null
                ? content
                : content.withHeaders(
                        signer.headers(WebhookId.of(envelope.messageId()), clock.instant(), content.bytes()));
    }

    /** The operator's own header of that name wins. */
    private Content traced(PulledMessage message, Content content) {
        Map<String, String> headers = tracesByItself ? Map.of() : trace.headers(message);
        return headers.isEmpty() ? content : content.withHeaders(headers);
    }

    private void describe(PulledMessage message, Outcome outcome) {
        message.deadLetterHeader(DeadLetters.CLASS, nextStep.classOf(outcome));
        outcome.lastStatus()
                .ifPresent(status -> message.deadLetterHeader(DeadLetters.LAST_STATUS, Integer.toString(status)));
    }
}
