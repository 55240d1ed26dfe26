package dev.eventbus.gateway.deadletters;

import dev.eventbus.EventKey;
import dev.eventbus.gateway.json.JsonMembers;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.query.Times;
import dev.eventbus.topic.Segments;
import java.time.Instant;

/**
 * Which open dead letters to replay.
 *
 * @param filter has to be said, so that a body left empty by mistake replays nothing; one without members means all
 * @param dryRun only count
 */
record ReplayLettersRequest(LetterFilter filter, boolean dryRun) {
    /** Throws a {@link ProblemException} (400) naming every field at fault. */
    static ReplayLettersRequest parse(byte[] body) {
        JsonMembers members = JsonMembers.read(body);
        if (members.rawObject("filter") == null && !members.has("filter")) {
            members.refuse("filter", "filter must be given; {} means all open dead letters");
        }
        JsonMembers filter = members.object("filter");
        Instant from = filter.text("from", text -> Times.parse("filter.from", text));
        Instant to = filter.text("to", text -> Times.parse("filter.to", text));
        LetterFilter wanted = new LetterFilter(
                filter.text("subscriber", text -> SubscriberText.parse("filter.subscriber", text)),
                filter.text("class", text -> Segments.require("filter.class", text)),
                filter.text("eventKey", EventKey::parsePattern),
                from,
                to);
        Boolean dryRun = members.flag("dryRun");
        if (from != null && to != null && !from.isBefore(to)) {
            filter.refuse("to", "filter.to must be after filter.from");
        }
        members.check();
        return new ReplayLettersRequest(wanted, Boolean.TRUE.equals(dryRun));
    }
}
