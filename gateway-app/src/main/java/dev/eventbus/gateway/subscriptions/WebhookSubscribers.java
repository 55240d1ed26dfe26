package dev.eventbus.gateway.subscriptions;

import dev.eventbus.gateway.dispatch.Subscriber;
import dev.eventbus.gateway.dispatch.SubscriberId;
import dev.eventbus.gateway.dispatch.SubscriberSource;
import dev.eventbus.gateway.security.SecretBox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Tells the dispatcher which webhook subscriptions there are. */
@ApplicationScoped
class WebhookSubscribers implements SubscriberSource {
    private static final Logger LOG = Logger.getLogger(WebhookSubscribers.class);

    private final SubscriptionStore store;
    private final SecretBox box;
    private final InstantSource clock;

    WebhookSubscribers(SubscriptionStore store, SecretBox box, InstantSource clock) {
        this.store = store;
        this.box = box;
        this.clock = clock;
    }

    @Override
    public List<Subscriber> load() {
        return store.active().stream().flatMap(this::subscriber).toList();
    }

    /** One that was meddled with must not keep all others from their events. */
    private Stream<Subscriber> subscriber(SubscriptionRow row) {
        try {
            return Stream.of(row.open(box).subscriber(clock.instant()));
        } catch (IllegalArgumentException e) {
            LOG.errorf(
                    "Subscription gets no events until it is written anew: its row cannot be used. subscription=%s"
                            + " workspace=%s reason=%s",
                    row.shell().id(), row.shell().workspaceId(), e.getMessage());
            return Stream.of();
        }
    }

    @Override
    public void pause(SubscriberId id, String reason) {
        if (id.kind() == SubscriberId.Kind.SUBSCRIPTION) {
            store.pause(id.key(), reason);
        }
    }
}
