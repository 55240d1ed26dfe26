package dev.eventbus.gateway.subscriptions;

import dev.eventbus.Ulid;
import dev.eventbus.gateway.dispatch.Destinations;
import dev.eventbus.gateway.dispatch.Subscribers;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.query.Items;
import dev.eventbus.gateway.query.PageQuery;
import dev.eventbus.gateway.security.WebhookSecret;
import dev.eventbus.webhook.WebhookUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What can be done with the subscriptions of a workspace; a change is live here once its method returns. Blocks. */
@ApplicationScoped
class Subscriptions {
    private static final int TRIES = 5;

    private final SubscriptionStore store;
    private final Destinations destinations;
    private final Subscribers subscribers;
    private final InstantSource clock;
    private final Ulid ids;

    Subscriptions(SubscriptionStore store, Destinations destinations, Subscribers subscribers, InstantSource clock) {
        this.store = store;
        this.destinations = destinations;
        this.subscribers = subscribers;
        this.clock = clock;
        this.ids = new Ulid(clock, new SecureRandom());
    }

    /** @param shownSecret a secret that was made just now and is shown this once, or null */
    record Changed(Subscription subscription, @Nullable String shownSecret) {
        @Override
        public String toString() {
            return "Changed[" + subscription.id() + "]";
        }
    }

    Items<Subscription> page(String workspaceId, PageQuery query) {
        return store.page(workspaceId, query);
    }

    Subscription get(String workspaceId, String id) {
        requireId(id);
        return store.find(workspaceId, id).orElseThrow(() -> new ProblemException(Problem.notFound()));
    }

    Changed create(String workspaceId, SubscriptionRequest request) {
        checkDestination(request);
        request.settings().destination().requireNoKeptHeaders();
        Instant now = clock.instant();
        Subscription unsigned =
                new Subscription(ids.next(), workspaceId, request.settings(), SigningSecrets.NONE, null, now, now);
        Changed created = withSecret(unsigned, request);
        if (!store.add(created.subscription())) {
            throw new ProblemException(Problem.of(
                    409,
                    "TOO_MANY_SUBSCRIPTIONS",
                    "A workspace may have " + SubscriptionStore.MAX_PER_WORKSPACE
                            + " subscriptions and this one has as many; delete one first."));
        }
        return live(created);
    }

    /** Writes it anew. One that is wanted is no longer paused. */
    Changed replace(String workspaceId, String id, SubscriptionRequest request) {
        checkDestination(request);
        return change(workspaceId, id, "update", stored -> {
            Settings wanted = request.settings();
            Settings settings = wanted.withDestination(
                    wanted.destination().withKeptHeaders(stored.settings().destination()));
            Changed changed = withSecret(stored.with(settings, stored.secrets()), request);
            return settings.enabled() ? new Changed(changed.subscription().resumed(), changed.shownSecret()) : changed;
        });
    }

    Changed rotateSecret(String workspaceId, String id) {
        String fresh = WebhookSecret.fresh();
        return change(workspaceId, id, "secret.rotate", stored -> {
            if (!stored.settings().destination().isSigned()) {
                throw new ProblemException(Problem.of(
                        409, "NOT_SIGNED", "There is no secret to rotate: this subscription's signing is none."));
            }
            SigningSecrets rotated = stored.secrets().rotatedTo(fresh, clock.instant());
            return new Changed(stored.with(stored.settings(), rotated), fresh);
        });
    }

    Changed resume(String workspaceId, String id) {
        return change(workspaceId, id, "resume", stored -> new Changed(stored.resumed(), null));
    }

    void delete(String workspaceId, String id) {
        requireId(id);
        if (!store.remove(workspaceId, id)) {
            throw new ProblemException(Problem.notFound());
        }
        subscribers.changed();
    }

    /** What cannot be an id is not asked for: the database would refuse some of it in its own way. */
    private static void requireId(String id) {
        if (!id.matches("[0-9A-Z]{26}")) {
            throw new ProblemException(Problem.notFound());
        }
    }

    private void checkDestination(SubscriptionRequest request) {
        destinations.require(
                "target.url", WebhookUrl.parse(request.settings().destination().url()));
    }

    /** Makes a secret where one is needed and neither given nor stored. */
    private static Changed withSecret(Subscription subscription, SubscriptionRequest request) {
        if (!request.settings().destination().isSigned()) {
            return new Changed(subscription.with(subscription.settings(), SigningSecrets.NONE), null);
        }
        if (request.secret() != null) {
            SigningSecrets given = SigningSecrets.of(request.secret());
            return new Changed(subscription.with(subscription.settings(), given), null);
        }
        if (subscription.secrets().current() != null) {
            return new Changed(subscription, null);
        }
        String fresh = WebhookSecret.fresh();
        return new Changed(subscription.with(subscription.settings(), SigningSecrets.of(fresh)), fresh);
    }

    /** Tried again when somebody else was faster, on what they made of it. */
    private Changed change(String workspaceId, String id, String verb, Function<Subscription, Changed> change) {
        for (int i = 0; i < TRIES; i++) {
            Changed changed = change.apply(get(workspaceId, id));
            if (store.replace(changed.subscription(), verb)) {
                return live(changed);
            }
        }
        throw new ProblemException(
                Problem.of(409, "CONFLICT", "Others are changing this subscription right now; try again."));
    }

    /** Read again for the times the database gave it. */
    private Changed live(Changed changed) {
        subscribers.changed();
        Subscription written = changed.subscription();
        return new Changed(store.find(written.workspaceId(), written.id()).orElse(written), changed.shownSecret());
    }
}
