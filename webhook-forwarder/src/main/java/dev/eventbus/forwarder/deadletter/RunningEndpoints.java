package dev.eventbus.forwarder.deadletter;

import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.forwarder.forward.Forwarder;
import dev.eventbus.forwarder.forward.SubscriptionStatus;
import dev.eventbus.nats.PausedDurables;
import dev.eventbus.webhook.CircuitBreaker;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The subscriptions of the forwarder at work in this process. */
record RunningEndpoints(Forwarder forwarder) implements Endpoints {
    @Override
    public Optional<SubscriptionConfig> find(String subscription) {
        return forwarder.subscription(subscription);
    }

    @Override
    public Optional<String> heldUp(String subscription) {
        return forwarder.status().stream()
                .filter(status -> status.config().name().equals(subscription))
                .findFirst()
                .map(RunningEndpoints::why);
    }

    private static @Nullable String why(SubscriptionStatus status) {
        PausedDurables.Pause pause = status.pause();
        if (pause != null) {
            return Endpoints.paused(pause);
        }
        return status.breaker() == CircuitBreaker.Status.OPEN ? "its circuit breaker is open" : null;
    }
}
