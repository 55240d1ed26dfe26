package dev.eventbus.forwarder.admin;

import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.forwarder.forward.Forwarder;
import dev.eventbus.nats.ConsumerState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One subscription as operators see it; holds no secret. What the server has not told is null.
 *
 * @param state running, unbound or stopped
 * @param url scheme, host and port: the rest may be secret
 * @param lag messages that were not delivered yet, the unsettled ones included
 * @param unsettled messages that are being delivered or wait for their next attempt
 */
record SubscriptionView(
        String name,
        boolean enabled,
        boolean bound,
        String state,
        @Nullable String stream,
        String subject,
        String consumer,
        String url,
        @Nullable Long lag,
        @Nullable Long unsettled,
        @Nullable Double oldestPendingSeconds,
        int maxConcurrency) {
    static SubscriptionView of(SubscriptionConfig config, Running running) {
        Forwarder forwarder = running.forwarder();
        boolean bound = Boolean.TRUE.equals(forwarder.bound().get(config.name()));
        Optional<ConsumerState> state = running.backlogs().of(config.name());
        return new SubscriptionView(
                config.name(),
                config.enabled(),
                bound,
                !config.enabled() ? "stopped" : bound ? "running" : "unbound",
                state.map(ConsumerState::stream).orElse(config.source().stream()),
                config.source().subject(),
                config.source().consumer(),
                config.endpoint().url().toString(),
                state.map(ConsumerState::lag).orElse(null),
                state.map(ConsumerState::unsettled).orElse(null),
                state.map(found -> running.backlogs().oldest(found).toMillis() / 1_000.0)
                        .orElse(null),
                config.pace().maxConcurrency());
    }
}
