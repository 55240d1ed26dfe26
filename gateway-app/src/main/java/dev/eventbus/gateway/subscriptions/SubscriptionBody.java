package dev.eventbus.gateway.subscriptions;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How a request writes a subscription. For the API's description only: {@link SubscriptionRequest} reads it. */
@Schema(requiredProperties = {"name", "eventPattern", "target"})
record SubscriptionBody(
        @Schema(maxLength = 100) String name,
        @Schema(examples = "crm.deal.*") String eventPattern,

        @Schema(description = "By key a value or several, all of which an event must have; * is any value")
        Map<String, List<String>> filters,

        Target target,
        Retry retry,
        @Schema(defaultValue = "true") boolean enabled) {
    @Schema(name = "SubscriptionTarget", requiredProperties = "url")
    record Target(
            @Schema(maxLength = 2000) String url,

            @Schema(description = "At most 20; *** keeps the stored value")
            Map<String, String> headers,

            @Schema(description = "whsec_ and base64 of 24 to 64 bytes; left out: the stored one, else a new one")
            String secret,

            @Schema(
                    enumeration = {"standard-webhooks", "none"},
                    defaultValue = "standard-webhooks")
            String signing,

            @Schema(description = "1s to 60s", defaultValue = "15s")
            String timeout,

            @Schema(minimum = "1", maximum = "100", defaultValue = "10")
            int maxConcurrency) {}

    @Schema(name = "SubscriptionRetry")
    record Retry(
            @Schema(minimum = "0", maximum = "20", defaultValue = "3")
            int retries,

            @Schema(description = "100ms to 24h, doubled each time", defaultValue = "2s")
            String backoff,

            @Schema(description = "What the doubling ends at", defaultValue = "1h")
            String maxBackoff,

            @Schema(minimum = "0", maximum = "1", defaultValue = "0")
            double jitter) {}
}
