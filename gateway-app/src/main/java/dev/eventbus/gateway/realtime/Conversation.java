package dev.eventbus.gateway.realtime;

import dev.eventbus.gateway.events.Publisher;
import dev.eventbus.gateway.events.Sender;
import dev.eventbus.gateway.json.JsonMembers;
import dev.eventbus.gateway.presence.Roster;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What the gateway does about each frame of a client. Wrong frames are answered, only excess ends the connection. */
@ApplicationScoped
class Conversation {
    private static final int MAX_SUBSCRIPTIONS = 200;
    private static final int MAX_REF = 64;

    private final Feeds feeds;
    private final UserChannels channels;
    private final Publisher publisher;
    private final CatchUp catchUp;
    private final Roster roster;

    Conversation(Feeds feeds, CatchUp catchUp, UserChannels channels, Roster roster, Publisher publisher) {
        this.feeds = feeds;
        this.catchUp = catchUp;
        this.channels = channels;
        this.roster = roster;
        this.publisher = publisher;
    }

    void begin(Client client) {
        channels.open(client);
        if (client.isUser()) {
            roster.joined(client.workspaceId(), client.userId());
        }
    }

    void end(Client client) {
        client.gone().complete(null);
        channels.close(client);
        if (client.isUser()) {
            roster.left(client.workspaceId(), client.userId());
        }
        client.interests().forEach((ref, interest) -> {
            if (client.interests().remove(ref, interest)) {
                feeds.remove(interest);
            }
        });
    }

    void hear(Client client, String text) {
        if (isTooMuch(client)) {
            return;
        }
        String ref = null;
        try {
            JsonMembers members = JsonMembers.read(text.getBytes(StandardCharsets.UTF_8));
            ref = ref(members);
            act(client, ref, ClientFrame.read(members, client.workspaceId()));
        } catch (ProblemException e) {
            client.outbound().send(ServerFrame.error(ref, e.problem()));
        }
    }

    /** Counts what a client says, and tells it to go if that is too much. */
    boolean isTooMuch(Client client) {
        boolean isTooMuch = client.rate().isExceeded();
        if (isTooMuch) {
            client.outbound().close(1008, "more than 100 messages in a second");
        }
        return isTooMuch;
    }

    private void act(Client client, @Nullable String ref, ClientFrame frame) {
        switch (frame) {
            case ClientFrame.Subscribe subscribe -> subscribe(client, requireRef(ref), subscribe);
            case ClientFrame.Unsubscribe unsubscribe -> unsubscribe(client, requireRef(ref));
            case ClientFrame.Publish publish -> publish(client, ref, publish);
            case ClientFrame.Ack ack -> pass(client, ref, channels.acknowledge(client, ack.notificationId()));
            case ClientFrame.Read read -> pass(client, ref, channels.read(client, read.notificationId()));
            case ClientFrame.Ping ping -> client.outbound().send(ServerFrame.PONG);
        }
    }

    private void subscribe(Client client, String ref, ClientFrame.Subscribe subscribe) {
        if (client.interests().containsKey(ref)) {
            throw invalid("ref", "ref " + ref + " is in use; unsubscribe it first");
        }
        if (client.interests().size() >= MAX_SUBSCRIPTIONS) {
            client.outbound().close(1008, "more than " + MAX_SUBSCRIPTIONS + " subscriptions");
            return;
        }
        Interest interest = new Interest(client, ref, subscribe.wanted(), subscribe.since());
        client.interests().put(ref, interest);
        feeds.add(interest);
        if (client.sink().add(interest)) {
            catchUp.begin(client);
        }
        if (client.isGone() && client.interests().remove(ref, interest)) {
            feeds.remove(interest); // who removed the others has not seen this one
        }
    }

    private void unsubscribe(Client client, String ref) {
        Interest interest = client.interests().remove(ref);
        if (interest == null) {
            throw invalid("ref", "there is no subscription of ref " + ref);
        }
        client.sink().remove(interest, ServerFrame.unsubscribed(ref));
        feeds.remove(interest);
    }

    /** Only now it is known that there is nothing it could begin with. */
    void refused(@Observes Refused refused) {
        Interest interest = refused.interest();
        Client client = interest.client();
        if (client.interests().remove(interest.ref(), interest)) {
            client.sink().remove(interest, ServerFrame.error(interest.ref(), refused.problem()));
            feeds.remove(interest);
        }
    }

    private void publish(Client client, @Nullable String ref, ClientFrame.Publish publish) {
        publisher
                .publish(Sender.of(client.workspaceId(), client.caller(), null), publish.request())
                .whenComplete((published, failure) -> client.outbound()
                        .send(
                                failure == null
                                        ? ServerFrame.published(ref, published.eventId())
                                        : ServerFrame.error(ref, problem(failure))));
    }

    private static void pass(Client client, @Nullable String ref, CompletionStage<?> told) {
        told.whenComplete((answer, failure) -> {
            if (failure != null) {
                client.outbound()
                        .send(ServerFrame.error(
                                ref, "notifier_unavailable", "The notifier did not answer; try again."));
            }
        });
    }

    private static Problem problem(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof ProblemException refused
                ? refused.problem()
                : Problem.of(500, "INTERNAL", "The gateway failed to publish.");
    }

    private static @Nullable String ref(JsonMembers members) {
        byte[] ref = members.rawScalar("ref");
        if (ref == null || new String(ref, StandardCharsets.UTF_8).equals("null")) {
            return null;
        }
        if (ref.length > MAX_REF) {
            throw invalid("ref", "ref must be at most " + MAX_REF + " bytes");
        }
        return new String(ref, StandardCharsets.UTF_8);
    }

    private static String requireRef(@Nullable String ref) {
        if (ref == null) {
            throw invalid("ref", "ref must be given: a number or a text of yours");
        }
        return ref;
    }

    private static ProblemException invalid(String field, String message) {
        return new ProblemException(Problem.invalid(field, message));
    }
}
