package dev.eventbus.gateway.channels.hooks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.gateway.channels.signature.Preset;
import dev.eventbus.gateway.channels.signature.SignedRequest;
import org.jspecify.annotations.Nullable;

/** What a provider calls the event that it posted. */
final class EventType {
    private static final int MAX_LENGTH = 200;

    private EventType() {}

    /** @param body what the request holds; a missing node if that is no JSON */
    static @Nullable String of(Preset preset, SignedRequest request, JsonNode body) {
        String type = switch (preset) {
            case STRIPE, STANDARD_WEBHOOKS, HMAC_SHA256 -> text(body.path("type"));
            case SLACK -> {
                String inner = text(body.path("event").path("type"));
                yield inner == null ? text(body.path("type")) : inner;
            }
            case GITHUB -> github(request.header("X-GitHub-Event"), text(body.path("action")));
        };
        return type == null || type.length() > MAX_LENGTH ? null : type;
    }

    /** The header is not signed; it can only choose among the keys of this channel. */
    private static @Nullable String github(@Nullable String event, @Nullable String action) {
        return event == null || action == null ? event : event + "." + action;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : null;
    }
}
