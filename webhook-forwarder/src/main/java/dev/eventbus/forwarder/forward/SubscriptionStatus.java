package dev.eventbus.forwarder.forward;

import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.nats.PausedDurables.Pause;
import dev.eventbus.webhook.CircuitBreaker;
import org.jspecify.annotations.Nullable;

/**
 * How a subscription is doing in this process.
 *
 * @param bound whether its consumer is there; false for one that is not enabled
 * @param inFlight HTTP attempts under way
 * @param pause null if it is not paused
 */
public record SubscriptionStatus(
        SubscriptionConfig config,
        boolean bound,
        int inFlight,
        CircuitBreaker.Status breaker,
        @Nullable Pause pause) {}
