package dev.eventbus.forwarder.admin;

import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.forwarder.forward.Backlogs;
import dev.eventbus.forwarder.forward.SubscriptionStatus;
import dev.eventbus.nats.ConsumerState;
import dev.eventbus.nats.PausedDurables.Pause;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One subscription as operators see it; holds no secret. What the server has not told is null.
 *
 * @param state running, paused, unbound or stopped
 * @param url scheme, host and port: the rest may be secret
 * @param lag messages that were not delivered yet, the unsettled ones included
 * @param unsettled messages that are being delivered or wait for their next attempt
 * @param breaker closed, open or probing
 */
record SubscriptionView(
        String name,
        boolean enabled,
        boolean bound,
        String state,
        @Nullable Pause pause,
        @Nullable String stream,
        String subject,
        String consumer,
        String url,
        @Nullable Long lag,
        @Nullable Long unsettled,
        int inFlight,
        String breaker,
        @Nullable Double oldestPendingSeconds,
        int maxConcurrency) {
    static SubscriptionView of(SubscriptionStatus status, Backlogs backlogs) {
        SubscriptionConfig config = status.config();
        Optional<ConsumerState> consumer = backlogs.of(config.name());
        return new SubscriptionView(
                config.name(),
                config.enabled(),
                status.bound(),
                state(status),
                status.pause(),
                consumer.map(ConsumerState::stream).orElse(config.source().stream()),
                config.source().subject(),
                config.source().consumer(),
                config.endpoint().url().toString(),
                consumer.map(ConsumerState::lag).orElse(null),
                consumer.map(ConsumerState::unsettled).orElse(null),
                status.inFlight(),
                status.breaker().name().toLowerCase(Locale.ROOT),
                consumer.map(found -> backlogs.oldest(found).toMillis() / 1_000.0)
                        .orElse(null),
                config.pace().maxConcurrency());
    }

    private static String state(SubscriptionStatus status) {
        if (!status.config().enabled()) {
            return "stopped";
        }
        if (status.pause() != null) {
            return "paused";
        }
        return status.bound() ? "running" : "unbound";
    }
}
