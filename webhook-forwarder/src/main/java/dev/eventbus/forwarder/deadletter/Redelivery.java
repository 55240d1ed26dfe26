package dev.eventbus.forwarder.deadletter;

import dev.eventbus.EventBusException;
import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.forwarder.forward.WebhookRequest;
import dev.eventbus.nats.DeadLetterShelf;
import dev.eventbus.nats.OpenedLetter;
import dev.eventbus.nats.StoredLetter;
import dev.eventbus.webhook.Content;
import dev.eventbus.webhook.Envelope;
import dev.eventbus.webhook.Outcome;
import dev.eventbus.webhook.StatusRules;
import dev.eventbus.webhook.WebhookSender;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers letters of one subscription once more, to the endpoint it has now and to nobody else. A letter leaves the
 * dead-letter stream only after a 2xx, so that whatever dies in between leaves it there. Safe for use by many threads.
 */
final class Redelivery implements AutoCloseable {
    /** Unlike {@code webhook-id}, another one for each replay. */
    static final String NONCE = "X-Dead-Letter-Replay";

    static final String SEQUENCE = "X-Dead-Letter-Sequence";

    private static final Logger LOG = LoggerFactory.getLogger(Redelivery.class);

    private final SubscriptionConfig subscription;
    private final DeadLetterShelf shelf;
    private final WebhookSender sender;
    private final InstantSource clock;

    /** @param sender its own from here on */
    Redelivery(SubscriptionConfig subscription, DeadLetterShelf shelf, WebhookSender sender, InstantSource clock) {
        this.subscription = subscription;
        this.shelf = shelf;
        this.sender = sender;
        this.clock = clock;
    }

    SubscriptionConfig subscription() {
        return subscription;
    }

    /** Blocks for one attempt; throws if the letter cannot be read now. */
    Replayed replay(long sequence) {
        OpenedLetter letter = shelf.get(sequence).orElse(null);
        return letter == null ? new Replayed.Gone() : replay(letter);
    }

    private Replayed replay(OpenedLetter opened) {
        StoredLetter letter = opened.letter();
        byte[] body = opened.body();
        if (body == null) {
            Replayed bodiless = new Replayed.Bodiless(String.valueOf(letter.origin().stream()));
            logFailure(letter, bodiless.describe());
            return bodiless;
        }
        Outcome outcome = sender.send(subscription.endpoint(), request(letter, body));
        StatusRules.Decision decision = subscription.rules().decide(outcome);
        if (decision == StatusRules.Decision.ACK) {
            return delivered(letter, outcome.describe());
        }
        logFailure(letter, outcome.describe());
        return new Replayed.Failed(outcome.describe(), decision == StatusRules.Decision.PAUSE);
    }

    private Content request(StoredLetter letter, byte[] body) {
        StoredLetter.Origin origin = letter.origin();
        Envelope envelope = new Envelope(
                "/streams/" + origin.stream(), origin.subject(), body, storedAt(letter), origin.messageId());
        Map<String, String> more = new LinkedHashMap<>(
                WebhookRequest.trace(subscription, name -> name.equals("traceparent") ? origin.traceparent() : null));
        more.put(NONCE, UUID.randomUUID().toString());
        more.put(SEQUENCE, Long.toString(letter.sequence()));
        return WebhookRequest.of(subscription, envelope, clock.instant()).withHeaders(more);
    }

    /** What the first attempts said; the nearest there is where the letter does not know it. */
    private static Instant storedAt(StoredLetter letter) {
        Instant stored = letter.origin().storedAt();
        Instant first = letter.failure().firstAt();
        return stored != null ? stored : first != null ? first : letter.storedAt();
    }

    private Replayed delivered(StoredLetter letter, String outcome) {
        boolean deleted = isDeleted(letter.sequence());
        LOG.info(
                "Replayed a dead letter{} subscription={} sequence={} messageId={} outcome=\"{}\"",
                deleted ? "" : ", which could not be deleted and may be replayed again",
                subscription.name(),
                letter.sequence(),
                letter.origin().messageId(),
                outcome);
        return new Replayed.Delivered(outcome, deleted);
    }

    private boolean isDeleted(long sequence) {
        try {
            shelf.delete(sequence);
            return true;
        } catch (EventBusException e) {
            LOG.warn(
                    "Could not delete a dead letter that was delivered sequence={} error={}", sequence, e.getMessage());
            return false;
        }
    }

    private void logFailure(StoredLetter letter, String outcome) {
        LOG.warn(
                "Could not replay a dead letter; it stays where it is subscription={} sequence={} messageId={}"
                        + " outcome=\"{}\"",
                subscription.name(),
                letter.sequence(),
                letter.origin().messageId(),
                outcome);
    }

    @Override
    public void close() {
        sender.close();
    }
}
