package dev.eventbus.notifications.recipient;

import java.util.List;

/**
 * Whom an event concerns.
 *
 * @param userIds valid, each once, in the order found; at most {@link Recipients#MAX}
 * @param invalid how many ids were no user ids
 * @param beyondLimit how many were left out because there were too many
 */
public record Resolved(List<String> userIds, int invalid, int beyondLimit) {
    public Resolved {
        userIds = List.copyOf(userIds);
    }

    public boolean isComplete() {
        return invalid == 0 && beyondLimit == 0;
    }
}
