package dev.eventbus.gateway.deadletters;

import dev.eventbus.EventKey;
import dev.eventbus.gateway.dispatch.SubscriberId;
import dev.eventbus.gateway.json.JsonMembers;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.query.Times;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Which events of the log to deliver once more, and to whom.
 *
 * @param from not before
 * @param to before; at most the present, or events that the replay itself brings about would be replayed
 * @param eventKey a key pattern, or null for all that the subscriber takes
 * @param subscribers whom the id or key may name
 * @param dryRun only count
 */
record ReplayEventsRequest(
        Instant from, Instant to, @Nullable EventKey eventKey, List<SubscriberId> subscribers, boolean dryRun) {
    /** The body as the API's description shows it. */
    @Schema(
            name = "EventReplay",
            requiredProperties = {"from", "to", "subscriptionId"})
    record Shape(
            Instant from,
            Instant to,
            String eventKey,

            @Schema(description = "A subscription's id or an installed extension's key")
            String subscriptionId,

            @Schema(defaultValue = "false") boolean dryRun) {}

    /** Throws a {@link ProblemException} (400) naming every field at fault. */
    static ReplayEventsRequest parse(byte[] body, Instant now) {
        JsonMembers members = JsonMembers.read(body);
        Instant from = time(members, "from");
        Instant to = time(members, "to");
        EventKey eventKey = members.text("eventKey", EventKey::parsePattern);
        String subscriber = members.requiredText("subscriptionId");
        List<SubscriberId> subscribers = subscriber.isEmpty()
                ? null
                : members.attempt("subscriptionId", () -> SubscriberText.parse("subscriptionId", subscriber));
        Boolean dryRun = members.flag("dryRun");
        if (from != null && to != null && !from.isBefore(to)) {
            members.refuse("to", "to must be after from");
        }
        members.check();
        if (from == null || to == null || subscribers == null) {
            throw new IllegalStateException("the check must have refused what is missing");
        }
        return new ReplayEventsRequest(
                from, to.isAfter(now) ? now : to, eventKey, subscribers, Boolean.TRUE.equals(dryRun));
    }

    private static @Nullable Instant time(JsonMembers members, String name) {
        String text = members.requiredText(name);
        return text.isEmpty() ? null : members.attempt(name, () -> Times.parse(name, text));
    }
}
