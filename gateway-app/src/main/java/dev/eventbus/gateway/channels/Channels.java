package dev.eventbus.gateway.channels;

import dev.eventbus.Ulid;
import dev.eventbus.gateway.dispatch.Destinations;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.query.Items;
import dev.eventbus.gateway.query.PageQuery;
import dev.eventbus.webhook.WebhookUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;

/** What can be done with the channels of a workspace; a change is live here once its method returns. Blocks. */
@ApplicationScoped
class Channels {
    private static final int TRIES = 5;

    private final ChannelStore store;
    private final Destinations destinations;
    private final KnownChannels known;
    private final InstantSource clock;
    private final Ulid ids;

    Channels(ChannelStore store, Destinations destinations, KnownChannels known, InstantSource clock) {
        this.store = store;
        this.destinations = destinations;
        this.known = known;
        this.clock = clock;
        this.ids = new Ulid(clock, new SecureRandom());
    }

    Items<StoredChannel> page(String workspaceId, PageQuery query) {
        return store.page(workspaceId, query);
    }

    /** @param isAdmin whether the caller may reach beyond the workspace */
    StoredChannel create(String workspaceId, ChannelRequest request, boolean isAdmin) {
        checkUrl(request);
        Instant now = clock.instant();
        ChannelSecrets secrets = request.secrets().withKept(ChannelSecrets.NONE);
        Channel channel = new Channel(ids.next(), workspaceId, request.settings(), secrets, now, now);
        requireComplete(channel);
        requireMay(isAdmin, channel);
        if (!store.add(channel)) {
            throw new ProblemException(Problem.of(
                    409,
                    "TOO_MANY_CHANNELS",
                    "A workspace may have " + ChannelStore.MAX_PER_WORKSPACE
                            + " event channels and this one has as many; delete one first."));
        }
        return live(channel);
    }

    /** Writes it anew. Tried again when somebody else was faster, on what they made of it. */
    StoredChannel replace(String workspaceId, String id, ChannelRequest request, boolean isAdmin) {
        checkUrl(request);
        for (int i = 0; i < TRIES; i++) {
            Channel stored = get(workspaceId, id).channel();
            ChannelSecrets kept = stored.secretsFor(request.settings());
            Channel changed = stored.with(request.settings(), request.secrets().withKept(kept));
            requireComplete(changed);
            requireMay(isAdmin, stored);
            requireMay(isAdmin, changed);
            if (store.replace(stored, changed)) {
                return live(changed);
            }
        }
        throw new ProblemException(
                Problem.of(409, "CONFLICT", "Others are changing this event channel right now; try again."));
    }

    void delete(String workspaceId, String id, boolean isAdmin) {
        requireMay(isAdmin, get(workspaceId, id).channel());
        if (!store.remove(workspaceId, id)) {
            throw new ProblemException(Problem.notFound());
        }
        known.changed();
    }

    StoredChannel get(String workspaceId, String id) {
        requireId(id);
        return store.find(workspaceId, id).orElseThrow(() -> new ProblemException(Problem.notFound()));
    }

    /** What cannot be an id is not asked for: the database would refuse some of it in its own way. */
    private static void requireId(String id) {
        if (!id.matches("[0-9A-Z]{26}")) {
            throw new ProblemException(Problem.notFound());
        }
    }

    private static void requireComplete(Channel channel) {
        if (channel.isWebhook() && channel.secrets().signature() == null) {
            throw new ProblemException(Problem.invalid(
                    "signature.secret",
                    "signature.secret must be given: there is no stored one for this preset; copy the provider's"));
        }
    }

    private static void requireMay(boolean isAdmin, Channel channel) {
        if (!isAdmin && channel.reachesBeyondItsWorkspace()) {
            throw new ProblemException(Problem.of(
                    403,
                    "FORBIDDEN",
                    "You need to be ADMIN of the platform for a channel with subjects: they are not the workspace's."));
        }
    }

    private void checkUrl(ChannelRequest request) {
        Source source = request.settings().source();
        if (source != null) {
            destinations.require("url", WebhookUrl.parse(source.url()));
        }
    }

    /** Read again for the times the database gave it. */
    private StoredChannel live(Channel written) {
        known.changed();
        return store.find(written.workspaceId(), written.id()).orElse(new StoredChannel(written, ChannelStatus.NEW));
    }
}
