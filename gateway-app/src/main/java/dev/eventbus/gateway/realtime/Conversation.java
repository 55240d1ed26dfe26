package dev.eventbus.gateway.realtime;

import dev.eventbus.gateway.events.Publisher;
import dev.eventbus.gateway.events.Sender;
import dev.eventbus.gateway.json.JsonMembers;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.topic.TopicPattern;
import jakarta.enterprise.context.ApplicationScoped;
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

    Conversation(Feeds feeds, UserChannels channels, Publisher publisher) {
        this.feeds = feeds;
        this.channels = channels;
        this.publisher = publisher;
    }

    void begin(Client client) {
        channels.open(client);
    }

    void end(Client client) {
        channels.close(client);
        client.interests().values().forEach(feeds::remove);
        client.interests().clear();
    }

    void hear(Client client, String text) {
        if (client.rate().isExceeded()) {
            client.outbound().close(1008, "more than 100 messages in a second");
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

    private void act(Client client, @Nullable String ref, ClientFrame frame) {
        switch (frame) {
            case ClientFrame.Subscribe subscribe -> subscribe(client, requireRef(ref), subscribe.pattern());
            case ClientFrame.Unsubscribe unsubscribe -> unsubscribe(client, requireRef(ref));
            case ClientFrame.Publish publish -> publish(client, ref, publish);
            case ClientFrame.Ack ack -> pass(client, ref, channels.acknowledge(client, ack.notificationId()));
            case ClientFrame.Read read -> pass(client, ref, channels.read(client, read.notificationId()));
            case ClientFrame.Ping ping -> client.outbound().send(ServerFrame.PONG);
        }
    }

    private void subscribe(Client client, String ref, TopicPattern pattern) {
        if (client.interests().containsKey(ref)) {
            throw invalid("ref", "ref " + ref + " is in use; unsubscribe it first");
        }
        if (client.interests().size() >= MAX_SUBSCRIPTIONS) {
            client.outbound().close(1008, "more than " + MAX_SUBSCRIPTIONS + " subscriptions");
            return;
        }
        Interest interest = new Interest(client, ref, pattern);
        feeds.add(interest);
        client.interests().put(ref, interest);
        client.outbound().send(ServerFrame.subscribed(ref));
    }

    private void unsubscribe(Client client, String ref) {
        Interest interest = client.interests().remove(ref);
        if (interest == null) {
            throw invalid("ref", "there is no subscription of ref " + ref);
        }
        feeds.remove(interest);
        client.outbound().send(ServerFrame.unsubscribed(ref));
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
