package dev.eventbus.gateway.channels;

import dev.eventbus.gateway.channels.signature.Preset;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How a request writes a channel. For the API's description only: {@link ChannelRequest} reads it. */
@Schema(
        name = "EventChannelBody",
        requiredProperties = {"name", "type"})
record ChannelBody(
        @Schema(maxLength = 100) String name,
        @Schema(enumeration = {"webhook", "sse", "polling"}) String type,

        @Schema(description = "Resource id of the events; required unless eventKey is given")
        String appId,

        @Schema(description = "Instead of apps.app.event_received", examples = "billing.invoice.changed")
        String eventKey,

        @Schema(description = "By the provider's event type the event key it gets; at most 100")
        Map<String, String> eventTypes,

        @Schema(description = "Webhooks only, required there")
        Signature signature,

        @Schema(
                description =
                        "Webhooks of the preset stripe only, platform administrators only: raw subjects, at most 10")
        List<String> subjects,

        @Schema(description = "Not for webhooks, required otherwise", maxLength = 2000)
        String url,

        @Schema(description = "Not for webhooks; at most 20; *** keeps the stored value")
        Map<String, String> headers,

        @Schema(description = "Polling only; 1s to 24h", defaultValue = "1m")
        String interval,

        @Schema(description = "Polling only: JSON pointer to the list; left out: the document is the list")
        String items,

        @Schema(description = "Polling only: JSON pointer to an item's id; left out: its bytes are its id")
        String itemId,

        @Schema(description = "Polling only: JSON pointer to an item's time")
        String itemTime,

        @Schema(description = "Polling only: how to ask for what comes after the last answer")
        CursorRule cursor,

        @Schema(defaultValue = "true") boolean enabled) {
    @Schema(name = "EventChannelSignature", requiredProperties = "preset")
    record Signature(
            @Schema(enumeration = {"standard-webhooks", "stripe", "github", "slack", "hmac-sha256"})
            Preset preset,

            @Schema(description = "As the provider shows it; left out or ***: the stored one")
            String secret) {}
}
