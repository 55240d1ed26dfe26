package dev.eventbus.forwarder.deadletter;

import dev.eventbus.forwarder.config.ForwarderConfig;
import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.nats.PausedDurables;
import java.util.Optional;

/** The subscriptions as the files say, where no forwarder is at work in this process; of breakers it knows nothing. */
record ConfiguredEndpoints(ForwarderConfig config, PausedDurables paused) implements Endpoints {
    @Override
    public Optional<SubscriptionConfig> find(String subscription) {
        return config.enabled().stream()
                .filter(enabled -> enabled.name().equals(subscription))
                .findFirst();
    }

    @Override
    public Optional<String> heldUp(String subscription) {
        return find(subscription)
                .map(config -> paused.read().get(config.source().consumer()))
                .map(Endpoints::paused);
    }
}
