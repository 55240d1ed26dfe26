package dev.eventbus.webhook;

import dev.eventbus.webhook.Outcome.Delivered;
import dev.eventbus.webhook.Outcome.Rejected;
import dev.eventbus.webhook.Outcome.Unreachable;
import java.util.Set;

/**
 * Which outcome means what for the delivery. Immutable.
 *
 * @param permanent statuses that no further attempt will change
 */
public record StatusRules(Set<Integer> permanent) {
    /** 2xx acknowledges; everything else is tried again. */
    public static final StatusRules RETRY_ALL = new StatusRules(Set.of());

    public StatusRules {
        permanent = Set.copyOf(permanent);
        for (int status : permanent) {
            if (status < 300 || status > 599) {
                throw new IllegalArgumentException("permanent statuses must be 300 to 599, was " + status);
            }
        }
    }

    /** What shall follow an outcome. */
    public enum Decision {
        ACK,
        RETRY,
        FAIL
    }

    public Decision decide(Outcome outcome) {
        return switch (outcome) {
            case Delivered delivered -> Decision.ACK;
            case Rejected rejected -> permanent.contains(rejected.status()) ? Decision.FAIL : Decision.RETRY;
            case Unreachable unreachable -> Decision.RETRY;
        };
    }
}
