package dev.eventbus.notifications.template;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What templates can name: the roots, and below {@code event} and {@code recipient} everything there is. */
final class Values {
    static final Set<String> ROOTS = Set.of("event", "payload", "recipient");

    private static final Map<String, Set<String>> MEMBERS = Map.of(
            "event",
            Set.of(
                    "id",
                    "key",
                    "workspaceId",
                    "source",
                    "resource",
                    "resourceId",
                    "name",
                    "timestamp",
                    "actor",
                    "count"),
            "recipient",
            Set.of("id", "locale"));

    private Values() {}

    /** Whether there can be such a value; of the payload nobody knows. */
    static boolean isPossible(String root, String member) {
        Set<String> members = MEMBERS.get(root);
        return members == null || members.contains(member);
    }

    static Map<String, Object> of(Map<String, Object> shared, Addressee addressee, int events) {
        Map<String, Object> all = new HashMap<>(shared);
        Map<String, Object> recipient = new HashMap<>();
        recipient.put("id", addressee.userId());
        String locale = addressee.locale();
        if (locale != null) {
            recipient.put("locale", locale);
        }
        all.put("recipient", recipient);
        if (shared.get("event") instanceof Map<?, ?> event) {
            Map<Object, Object> counted = new HashMap<>(event);
            counted.put("count", events);
            all.put("event", counted);
        }
        return all;
    }
}
