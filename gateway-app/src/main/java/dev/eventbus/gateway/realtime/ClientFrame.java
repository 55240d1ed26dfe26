package dev.eventbus.gateway.realtime;

import dev.eventbus.EventKey;
import dev.eventbus.gateway.events.PublishRequest;
import dev.eventbus.gateway.json.JsonMembers;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.topic.Segments;
import java.util.Objects;

/** What a client may say on its socket. */
sealed interface ClientFrame {
    /** Wants events. */
    record Subscribe(Wanted wanted, Since since) implements ClientFrame {}

    /** Wants no more events of a reference. */
    record Unsubscribe() implements ClientFrame {}

    /** Publishes, as over REST. */
    record Publish(PublishRequest request) implements ClientFrame {}

    /** Has received a notification. */
    record Ack(String notificationId) implements ClientFrame {}

    /** Has shown a notification to its user. */
    record Read(String notificationId) implements ClientFrame {}

    /** Asks whether the gateway is there. */
    record Ping() implements ClientFrame {}

    /** Reads the rest of a frame whose {@code ref} was taken. Throws a {@link ProblemException} saying what is wrong. */
    static ClientFrame read(JsonMembers members, String workspaceId) {
        String type = members.requiredText("type");
        ClientFrame frame = switch (type) {
            case "subscribe" -> subscribe(members, workspaceId);
            case "unsubscribe" -> new Unsubscribe();
            case "publish" -> new Publish(PublishRequest.read(members));
            case "ack" -> new Ack(notificationId(members));
            case "read" -> new Read(notificationId(members));
            case "ping" -> new Ping();
            case "presence" -> throw unsupported("presence is not available");
            default ->
                throw new ProblemException(Problem.invalid(
                        "type",
                        "type must be subscribe, unsubscribe, publish, ack, read or ping, was "
                                + Segments.quoted(type)));
        };
        members.check();
        return frame;
    }

    private static Subscribe subscribe(JsonMembers members, String workspaceId) {
        String written = members.requiredText("pattern");
        Since since = members.text("since", Since::parse);
        EventKey key = written.isEmpty() ? null : members.attempt("pattern", () -> EventKey.parsePattern(written));
        var filters = members.textsByName("filters");
        if (key == null) {
            members.check();
            throw new IllegalStateException("A pattern that could not be read was not refused");
        }
        Wanted wanted = members.attempt("filters", () -> Wanted.of(workspaceId, key, filters));
        members.check();
        return new Subscribe(Objects.requireNonNull(wanted), Objects.requireNonNullElse(since, new Since.Now()));
    }

    private static String notificationId(JsonMembers members) {
        String id = members.requiredText("notificationId");
        if (id.length() > 128) {
            members.refuse("notificationId", "notificationId must be at most 128 characters");
        }
        members.check();
        return id;
    }

    private static ProblemException unsupported(String what) {
        return new ProblemException(Problem.of(400, "UNSUPPORTED", what));
    }
}
