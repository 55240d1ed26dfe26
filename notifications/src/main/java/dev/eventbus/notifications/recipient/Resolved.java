package dev.eventbus.notifications.recipient;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whom an event concerns.
 *
 * @param userIds valid, each once, in the order found; at most {@link Recipients#MAX}
 * @param invalid how many ids were no user ids
 * @param beyondLimit how many were left out because there were too many
 * @param strangers who was left out because the gateway says they are no members
 */
public record Resolved(List<String> userIds, int invalid, int beyondLimit, List<String> strangers) {
    public Resolved {
        strangers = List.copyOf(strangers);
        userIds = List.copyOf(userIds);
    }

    /** Without those who are no members. */
    Resolved among(Set<String> members) {
        List<String> known = new ArrayList<>();
        List<String> others = new ArrayList<>();
        userIds.forEach(id -> (members.contains(id) ? known : others).add(id));
        return new Resolved(known, invalid, beyondLimit, others);
    }

    public boolean isComplete() {
        return invalid == 0 && beyondLimit == 0;
    }
}
