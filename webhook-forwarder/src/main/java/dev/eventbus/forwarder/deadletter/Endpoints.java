package dev.eventbus.forwarder.deadletter;

import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.nats.PausedDurables;
import java.util.Optional;

/** The subscriptions as they are now, for whoever replays to them. */
interface Endpoints {
    /** Empty if no enabled subscription has that name here. */
    Optional<SubscriptionConfig> find(String subscription);

    /** Why nothing may be sent to its endpoint now, if so: it is paused, or its circuit breaker is open. */
    Optional<String> heldUp(String subscription);

    static String paused(PausedDurables.Pause pause) {
        return "it has been paused since " + pause.since() + ": " + pause.reason();
    }
}
