package dev.eventbus.nats;

import dev.eventbus.EventBusException;

/** What was asked for cannot be, whatever is tried; says why and what to do. */
final class RefusedException extends EventBusException {
    private static final long serialVersionUID = 1L;

    private final String why;
    private final String wayOut;

    RefusedException(String couldNot, String why, String wayOut) {
        super(couldNot + ": " + why + ". " + wayOut);
        this.why = why;
        this.wayOut = wayOut;
    }

    ConsumerPlan.Refused plan() {
        return new ConsumerPlan.Refused(why, wayOut);
    }
}
