package dev.eventbus.forwarder.forward;

import dev.eventbus.Verdict;
import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.nats.DeadLetters;
import dev.eventbus.nats.MessageHandler;
import dev.eventbus.nats.PulledMessage;
import dev.eventbus.webhook.Content;
import dev.eventbus.webhook.Envelope;
import dev.eventbus.webhook.Outcome;
import dev.eventbus.webhook.WebhookSender;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one attempt to deliver a message of one subscription. */
final class ForwardWebhook implements MessageHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardWebhook.class);

    private final SubscriptionConfig subscription;
    private final WebhookSender sender;
    private final NextStep nextStep;
    private final DeliveryMeters meters;
    private final InstantSource clock;

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
    }

    @Override
    public Verdict handle(PulledMessage message) {
        Content content = WebhookRequest.of(subscription, envelope(message), clock.instant());
        Outcome outcome = meters.time(() -> sender.send(subscription.endpoint(), content));
        Verdict verdict = nextStep.after(message.deliveries(), outcome);
        if (verdict instanceof Verdict.DeadLetter) {
            describe(message, outcome);
        }
        meters.count(verdict);
        log(message, outcome, verdict);
        return verdict;
    }

    /** Made of what is stored alone, so that every attempt sends the same bytes. */
    private static Envelope envelope(PulledMessage message) {
        String given = message.header("Nats-Msg-Id");
        String id = given == null ? "nats-msg-" + message.sequence() : given;
        return new Envelope("/streams/" + message.stream(), message.subject(), message.data(), message.storedAt(), id);
    }

    private void describe(PulledMessage message, Outcome outcome) {
        message.deadLetterHeader(DeadLetters.CLASS, nextStep.classOf(outcome));
        outcome.lastStatus()
                .ifPresent(status -> message.deadLetterHeader(DeadLetters.LAST_STATUS, Integer.toString(status)));
    }

    /** A dead letter is logged where it is stored. */
    private void log(PulledMessage message, Outcome outcome, Verdict verdict) {
        if (verdict instanceof Verdict.Retry retry) {
            LOG.warn(
                    "Delivery failed and will be tried again subscription={} sequence={} attempt={} outcome=\"{}\" retryIn={}",
                    subscription.name(),
                    message.sequence(),
                    message.deliveries(),
                    outcome.describe(),
                    retry.delay());
        } else {
            LOG.debug(
                    "Delivery attempt ended subscription={} sequence={} attempt={} outcome=\"{}\"",
                    subscription.name(),
                    message.sequence(),
                    message.deliveries(),
                    outcome.describe());
        }
    }
}
