package dev.eventbus.gateway.channels;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.eventbus.gateway.channels.signature.Preset;
import dev.eventbus.gateway.json.DurationText;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A channel as the API shows it, its secrets hidden.
 *
 * @param ingestUrl where the provider of a webhook posts to
 * @param headers names, each with a hidden value
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "EventChannel")
record ChannelAnswer(
        String id,
        String name,
        @Schema(enumeration = {"webhook", "sse", "polling"}) ChannelType type,
        @Nullable String appId,
        @Nullable String eventKey,
        Map<String, String> eventTypes,
        @Nullable SignatureAnswer signature,
        @Nullable List<String> subjects,
        @Nullable String ingestUrl,
        @Nullable String url,
        @Nullable Map<String, String> headers,
        @Nullable String interval,
        @Nullable String items,
        @Nullable String itemId,
        @Nullable String itemTime,
        @Nullable CursorRule cursor,
        boolean enabled,
        ChannelStatus status,
        Instant createdAt,
        Instant updatedAt) {
    /** @param secret hidden */
    @Schema(name = "EventChannelSignatureShown")
    record SignatureAnswer(
            @Schema(enumeration = {"standard-webhooks", "stripe", "github", "slack", "hmac-sha256"})
            Preset preset,

            String secret) {}

    static ChannelAnswer of(StoredChannel stored, URI base) {
        Channel channel = stored.channel();
        ChannelSettings settings = channel.settings();
        Naming naming = settings.naming();
        Hook hook = settings.hook();
        Source source = settings.source();
        boolean isPolling = settings.type() == ChannelType.POLLING;
        return new ChannelAnswer(
                channel.id(),
                settings.name(),
                settings.type(),
                naming.appId(),
                naming.eventKey(),
                new TreeMap<>(naming.eventTypes()),
                hook == null ? null : new SignatureAnswer(hook.preset(), ChannelSecrets.HIDDEN),
                hook == null || hook.subjects().isEmpty() ? null : hook.subjects(),
                hook == null ? null : base.resolve("/hooks/" + channel.id()).toString(),
                source == null ? null : source.url(),
                source == null ? null : hidden(channel.secrets().headers()),
                source == null || !isPolling ? null : DurationText.write(Duration.ofMillis(source.intervalMillis())),
                source == null ? null : source.items(),
                source == null ? null : source.itemId(),
                source == null ? null : source.itemTime(),
                source == null ? null : source.cursor(),
                settings.enabled(),
                stored.status(),
                channel.createdAt(),
                channel.updatedAt());
    }

    private static Map<String, String> hidden(Map<String, String> headers) {
        return headers.keySet().stream()
                .collect(Collectors.toMap(name -> name, name -> ChannelSecrets.HIDDEN, (a, b) -> a, TreeMap::new));
    }
}
