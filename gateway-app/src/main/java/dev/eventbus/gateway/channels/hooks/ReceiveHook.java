package dev.eventbus.gateway.channels.hooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.eventbus.EventMetadata;
import dev.eventbus.gateway.channels.Channel;
import dev.eventbus.gateway.channels.KnownChannels;
import dev.eventbus.gateway.channels.StatusLog;
import dev.eventbus.gateway.channels.intake.Incoming;
import dev.eventbus.gateway.channels.intake.PublishOnce;
import dev.eventbus.gateway.channels.intake.PublishOnce.Taken;
import dev.eventbus.gateway.channels.intake.ReceivedBody;
import dev.eventbus.gateway.channels.signature.Preset;
import dev.eventbus.gateway.channels.signature.SignedRequest;
import dev.eventbus.gateway.channels.signature.Verdict;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Takes in what a provider posts. Needs no database: definitions are in memory, what came before is in JetStream. */
@ApplicationScoped
class ReceiveHook {
    /** Each holds a body of up to 1 MiB; a broker that is away must not fill the memory with them. */
    private static final int MOST_AT_A_TIME = 200;

    private final KnownChannels known;
    private final PublishOnce publishing;
    private final StatusLog status;
    private final Semaphore places = new Semaphore(MOST_AT_A_TIME);

    ReceiveHook(KnownChannels known, PublishOnce publishing, StatusLog status) {
        this.known = known;
        this.publishing = publishing;
        this.status = status;
    }

    /** What the provider hears. */
    sealed interface Reply {
        /** The event is stored. */
        record Stored(String eventId) implements Reply {}

        /** The provider asked who is there. */
        record Challenged(String answer) implements Reply {}
    }

    /**
     * Returns once the event is stored. Throws a {@link ProblemException}: 404 if there is no such webhook, 401 for a
     * wrong signature, 413 if the event would be too large, 503 if it is not known to be stored. Blocks.
     *
     * @param tags of the headers, for the event's metadata
     */
    Reply receive(String channelId, SignedRequest request, List<String> tags) {
        Channel channel = channel(channelId);
        if (!places.tryAcquire()) {
            throw new ProblemException(Problem.unavailable("BUSY", "Too much is being taken in; try again."));
        }
        try {
            return receive(channel, request, tags);
        } finally {
            places.release();
        }
    }

    private Channel channel(String id) {
        if (!known.areLoaded()) {
            throw new ProblemException(Problem.unavailable("STARTING", "The gateway is starting; try again."));
        }
        return known.find(id).filter(Channel::isWebhook).orElseThrow(() -> new ProblemException(Problem.notFound()));
    }

    private Reply receive(Channel channel, SignedRequest request, List<String> tags) {
        String delivery = switch (channel.scheme().verify(request)) {
            case Verdict.Authentic authentic -> authentic.delivery();
            case Verdict.Forged forged -> {
                status.refused(channel.id(), "A request was refused: " + forged.reason() + ".");
                throw new ProblemException(
                        Problem.of(401, "UNAUTHENTICATED", "The request is not signed as it has to be."));
            }
        };
        Preset preset = channel.hook().preset();
        JsonNode body = tree(request.body());
        String challenge = Challenge.answer(preset, body);
        if (challenge != null) {
            return new Reply.Challenged(challenge);
        }
        Incoming incoming = new Incoming(
                delivery,
                ReceivedBody.of(request.body(), request.header("Content-Type")),
                EventType.of(preset, request, body),
                tags,
                null,
                traceparent(request));
        return new Reply.Stored(publish(channel, incoming, request.body()).eventId());
    }

    private Taken publish(Channel channel, Incoming incoming, byte[] body) {
        try {
            Taken taken = publishing.publish(channel, incoming, body);
            status.taken(channel.id(), taken.isNew());
            return taken;
        } catch (ProblemException e) {
            status.failed(channel.id(), "A request was not taken in: " + e.getMessage());
            throw e;
        }
    }

    private static JsonNode tree(byte[] body) {
        try {
            return Json.tree(body);
        } catch (IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
    }

    private static @Nullable String traceparent(SignedRequest request) {
        String trace = request.header("traceparent");
        return trace != null && EventMetadata.isTraceparent(trace) ? trace : null;
    }
}
