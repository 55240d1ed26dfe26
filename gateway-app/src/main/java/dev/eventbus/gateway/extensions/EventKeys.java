package dev.eventbus.gateway.extensions;

import dev.eventbus.EventKey;
import dev.eventbus.gateway.json.JsonMembers;
import dev.eventbus.gateway.problem.ProblemException;
import java.util.List;

/**
 * Which events an extension shall get in a workspace; also the answer that tells which it gets.
 *
 * @param eventKeys keys and patterns of keys as written
 */
record EventKeys(List<String> eventKeys) {
    private static final int MOST = 100;

    /** Throws a {@link ProblemException} (400) naming every key at fault. */
    static EventKeys parse(byte[] body) {
        JsonMembers members = JsonMembers.read(body);
        List<String> eventKeys = members.texts("eventKeys");
        if (!members.has("eventKeys")) {
            members.refuse("eventKeys", "eventKeys must be given, if only as an empty list");
        }
        if (eventKeys.size() > MOST) {
            members.refuse("eventKeys", "eventKeys must be at most " + MOST + ", were " + eventKeys.size());
        }
        for (int i = 0; i < Math.min(MOST, eventKeys.size()); i++) {
            String key = eventKeys.get(i);
            members.attempt("eventKeys." + i, () -> EventKey.parsePattern(key));
        }
        members.check();
        return new EventKeys(eventKeys.stream().distinct().toList());
    }
}
