package dev.eventbus.forwarder.deadletter;

import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.forwarder.forward.Forwarder;
import java.util.Optional;

/** The subscriptions of the forwarder at work in this process. */
record RunningEndpoints(Forwarder forwarder) implements Endpoints {
    @Override
    public Optional<SubscriptionConfig> find(String subscription) {
        return forwarder.subscription(subscription);
    }

    @Override
    public Optional<String> heldUp(String subscription) {
        return Optional.empty();
    }
}
