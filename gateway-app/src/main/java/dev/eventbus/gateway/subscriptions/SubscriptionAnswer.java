package dev.eventbus.gateway.subscriptions;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.eventbus.gateway.json.DurationText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as the API shows it: secrets as hints, header values hidden.
 *
 * @param status ACTIVE, DISABLED by its owner, or PAUSED by the platform
 * @param pausedReason why it was paused
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SubscriptionAnswer(
        String id,
        String name,
        String eventPattern,
        Map<String, List<String>> filters,
        Target target,
        Retries retry,
        boolean enabled,
        Subscription.Status status,
        @Nullable String pausedReason,
        Instant createdAt,
        Instant updatedAt) {
    /**
     * Where its events go.
     *
     * @param headers names, each with a hidden value
     * @param secret its last characters; whole only where it was just made
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Target(
            String url,
            Map<String, String> headers,
            @Nullable String secret,
            Signing signing,
            String timeout,
            int maxConcurrency) {}

    /** What follows after a failed attempt. */
    record Retries(int retries, String backoff, String maxBackoff, double jitter) {}

    static SubscriptionAnswer of(Subscription subscription) {
        return of(subscription, subscription.secrets().hint());
    }

    /** Shows a secret that was made just now, this once. */
    static SubscriptionAnswer of(Subscriptions.Changed changed) {
        return changed.shownSecret() == null
                ? of(changed.subscription())
                : of(changed.subscription(), changed.shownSecret());
    }

    private static SubscriptionAnswer of(Subscription subscription, @Nullable String secret) {
        Settings settings = subscription.settings();
        return new SubscriptionAnswer(
                subscription.id(),
                settings.name(),
                settings.eventPattern(),
                new TreeMap<>(settings.filters()),
                target(settings.destination(), secret),
                retries(settings.retry()),
                settings.enabled(),
                subscription.status(),
                subscription.pausedReason(),
                subscription.createdAt(),
                subscription.updatedAt());
    }

    private static Target target(Destination destination, @Nullable String secret) {
        return new Target(
                destination.url(),
                destination.headers().keySet().stream()
                        .collect(Collectors.toMap(name -> name, name -> Destination.HIDDEN, (a, b) -> a, TreeMap::new)),
                secret,
                destination.signing(),
                DurationText.write(destination.timeout()),
                destination.maxConcurrency());
    }

    private static Retries retries(Retry retry) {
        return new Retries(
                retry.retries(),
                DurationText.write(retry.backoff()),
                DurationText.write(retry.maxBackoff()),
                retry.jitter());
    }
}
