package dev.eventbus.gateway.channels;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.eventbus.topic.Segments;

/** How events come in. */
public enum ChannelType {
    /** The provider posts them. */
    WEBHOOK("webhook"),
    /** They are read from a stream of server-sent events. */
    SSE("sse"),
    /** They are looked for at intervals. */
    POLLING("polling");

    private final String text;

    ChannelType(String text) {
        this.text = text;
    }

    @JsonCreator
    static ChannelType parse(String text) {
        for (ChannelType type : values()) {
            if (type.text.equals(text)) {
                return type;
            }
        }
        throw new IllegalArgumentException("type must be webhook, sse or polling, was " + Segments.quoted(text));
    }

    @Override
    @JsonValue
    public String toString() {
        return text;
    }
}
