package dev.eventbus.webhook;

import dev.eventbus.webhook.Outcome.Delivered;
import dev.eventbus.webhook.Outcome.Rejected;
import dev.eventbus.webhook.Outcome.Unreachable;
import java.util.List;

/**
 * Which outcome means what for the delivery. Immutable.
 *
 * @param retryOn statuses that are tried again, whatever else is said
 * @param failOn statuses that no further attempt will change
 * @param strict4xx whether every other 4xx is final too, but 408, 425 and 429, which ask for another attempt
 */
public record StatusRules(StatusSet retryOn, StatusSet failOn, boolean strict4xx) {
    /** 2xx acknowledges, 410 pauses; everything else is tried again. */
    public static final StatusRules RETRY_ALL = new StatusRules(StatusSet.NONE, StatusSet.NONE, false);

    private static final int GONE = 410;
    private static final StatusSet TEMPORARY_4XX = StatusSet.parse(List.of("408", "425", "429"));

    public StatusRules {
        int both = retryOn.firstSharedWith(failOn);
        if (both != 0) {
            throw new IllegalArgumentException(
                    "retry_on and fail_on must not share a status, both held " + both + "; leave it out of one");
        }
    }

    /** What shall follow an outcome. */
    public enum Decision {
        ACK,
        RETRY,
        FAIL,
        /** The endpoint is gone (410) and wants no more deliveries, as Standard Webhooks asks: keep them until told. */
        PAUSE
    }

    public Decision decide(Outcome outcome) {
        return switch (outcome) {
            case Delivered delivered -> Decision.ACK;
            case Rejected rejected -> decide(rejected.status());
            case Unreachable unreachable -> Decision.RETRY;
        };
    }

    private Decision decide(int status) {
        if (retryOn.contains(status)) {
            return Decision.RETRY;
        }
        if (failOn.contains(status)) {
            return Decision.FAIL;
        }
        if (status == GONE) {
            return Decision.PAUSE;
        }
        boolean final4xx = strict4xx && status / 100 == 4 && !TEMPORARY_4XX.contains(status);
        return final4xx ? Decision.FAIL : Decision.RETRY;
    }
}
