package dev.eventbus.gateway.channels.hooks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.gateway.channels.signature.Preset;
import org.jspecify.annotations.Nullable;

/** What a provider wants to hear before it sends anything. */
final class Challenge {
    private static final int MAX_LENGTH = 1_000;

    private Challenge() {}

    /** What to answer; null for a request that is an event. Slack's url_verification is signed like any other. */
    static @Nullable String answer(Preset preset, JsonNode body) {
        boolean isChallenge =
                preset == Preset.SLACK && body.path("type").asText().equals("url_verification");
        String challenge = body.path("challenge").asText();
        return isChallenge && !challenge.isEmpty() && challenge.length() <= MAX_LENGTH ? challenge : null;
    }
}
