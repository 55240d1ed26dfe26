package dev.eventbus.gateway.events;

import dev.eventbus.Durability;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An event to publish, as the API's description shows it; {@link PublishRequest} reads it.
 *
 * @param filters values are texts or lists of texts
 */
@Schema(name = "EventToPublish")
record EventToPublish(
        @Schema(
                required = true,
                examples = "crm.deal.closed",
                description = "[source.]resource.event: 2 to 16 segments of [A-Za-z0-9_-]{1,64}")
        String eventKey,

        @Schema(description = "Any JSON object; kept byte for byte")
        Map<String, Object> payload,

        String resourceId,

        @Schema(description = "The caller unless said", maxLength = 256)
        String actor,

        @Schema(maxLength = 256) String schemaVersion,

        @Schema(description = "Each value is a text or a list of texts")
        Map<String, Object> filters,

        List<String> tags,
        Durability durability) {}
