package dev.eventbus.gateway.channels.intake;

import dev.eventbus.Durability;
import dev.eventbus.EventBusException;
import dev.eventbus.EventDraft;
import dev.eventbus.gateway.channels.Channel;
import dev.eventbus.gateway.channels.Naming;
import dev.eventbus.gateway.events.PublishRequest;
import dev.eventbus.gateway.events.Publisher;
import dev.eventbus.gateway.events.Sender;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.nats.IdempotencyKeys;
import dev.eventbus.nats.IdempotencyKeys.Bucket;
import dev.eventbus.nats.IdempotencyKeys.Claim;
import dev.eventbus.nats.NatsConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Publishes each delivery of a channel once, whichever replica it comes to and however often.
 *
 * <p>Three things see to it: the event's id is made of channel and delivery, so that JetStream knows one that comes again
 * at once; the key-value bucket remembers for a week, over restarts, what was stored; and who keeps a list of what it saw
 * asks only for the rest. None of them needs PostgreSQL. Blocks.
 */
@ApplicationScoped
public class PublishOnce {
    private static final Logger LOG = Logger.getLogger(PublishOnce.class);
    private static final String SOURCE = "apps";
    private static final Bucket RECEIVED = new Bucket(
            "eventbus-received", "Deliveries of event channels that were published", Duration.ofDays(7), 256L << 20);

    private static final byte[] NOTHING = {};

    private final Publisher publisher;
    private final RawSubjects subjects;
    private final IdempotencyKeys received;

    PublishOnce(Publisher publisher, RawSubjects subjects, NatsConnection connection) {
        this.publisher = publisher;
        this.subjects = subjects;
        this.received = new IdempotencyKeys(connection, RECEIVED);
    }

    /** @param isNew whether it had not come before */
    public record Taken(String eventId, boolean isNew) {}

    /**
     * Returns once the event is stored for certain, now or before. Throws a {@link ProblemException}: 413 if the event
     * would be too large, 503 if that it is stored is not known; then it is to be tried again.
     */
    public Taken publish(Channel channel, Incoming incoming) {
        return publish(channel, incoming, List.of(), NOTHING);
    }

    /** As {@link #publish(Channel, Incoming)}, and the body as it is to the raw subjects of the webhook. */
    public Taken publish(Channel channel, Incoming incoming, byte[] body) {
        return publish(channel, incoming, channel.hook().subjects(), body);
    }

    private Taken publish(Channel channel, Incoming incoming, List<String> rawSubjects, byte[] body) {
        String name = DeliveryName.of(channel.id(), incoming.delivery());
        String eventId = DeliveryName.eventId(name);
        Claim claim = claim(name, eventId);
        if (claim.isDone()) {
            return new Taken(eventId, false);
        }
        CompletionStage<?> event = publisher.publish(sender(channel, incoming), request(channel, incoming, eventId));
        CompletionStage<?> raw = subjects.publish(rawSubjects, eventId, body);
        await(event.thenCombine(raw, (stored, alsoStored) -> stored), claim);
        return new Taken(eventId, claim.isNew());
    }

    private Claim claim(String key, String eventId) {
        try {
            return received.claim(key, "1", eventId);
        } catch (EventBusException e) {
            LOG.debugf("Delivery could not be looked up. reason=%s", e.getMessage());
            throw new ProblemException(
                    Problem.unavailable(
                            "BROKER_UNAVAILABLE", "The broker did not answer; nothing was published. Try again."),
                    e);
        }
    }

    private void await(CompletionStage<?> publishing, Claim claim) {
        try {
            publishing.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw refused(e, claim);
        }
        settle(claim, received::done);
    }

    private RuntimeException refused(CompletionException failure, Claim claim) {
        if (!(failure.getCause() instanceof ProblemException problem)) {
            return failure;
        }
        if (problem.problem().status() < 500 && claim.isNew()) {
            settle(claim, received::release);
        }
        return problem;
    }

    /** If that cannot be kept, one that comes again has the same event id again. */
    private static void settle(Claim claim, Consumer<Claim> how) {
        try {
            how.accept(claim);
        } catch (EventBusException e) {
            LOG.debugf("Delivery could not be settled; it stays claimed. reason=%s", e.getMessage());
        }
    }

    private static Sender sender(Channel channel, Incoming incoming) {
        return new Sender(channel.workspaceId(), SOURCE, "channel:" + channel.id(), incoming.traceparent());
    }

    private static PublishRequest request(Channel channel, Incoming incoming, String eventId) {
        Naming naming = channel.settings().naming();
        EventDraft draft = EventDraft.of(naming.resourceId(), incoming.payload())
                .withTags(incoming.tags())
                .withId(eventId);
        return new PublishRequest(
                naming.keyOf(incoming.eventType()),
                null,
                incoming.at() == null ? draft : draft.at(incoming.at()),
                Durability.PERSISTENT);
    }
}
