package dev.eventbus.gateway.subscriptions;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.eventbus.topic.Segments;

/** How deliveries prove where they come from. */
enum Signing {
    @JsonProperty("standard-webhooks")
    STANDARD_WEBHOOKS("standard-webhooks"),
    @JsonProperty("none")
    NONE("none");

    private final String text;

    Signing(String text) {
        this.text = text;
    }

    static Signing parse(String text) {
        for (Signing signing : values()) {
            if (signing.text.equals(text)) {
                return signing;
            }
        }
        throw new IllegalArgumentException("signing must be standard-webhooks or none, was " + Segments.quoted(text));
    }

    @Override
    public String toString() {
        return text;
    }
}
