package dev.eventbus.gateway.dispatch;

import dev.eventbus.topic.Segments;
import java.util.Locale;

/**
 * Names a subscriber in rows and answers; as text {@code subscription/{id}} or {@code extension/{key}}.
 *
 * @param key a subscription's id or an extension's key, a topic segment
 */
public record SubscriberId(Kind kind, String key) {
    /** What kinds of subscribers there are. */
    public enum Kind {
        SUBSCRIPTION,
        EXTENSION
    }

    public SubscriberId {
        Segments.require("subscriber key", key);
    }

    public static SubscriberId subscription(String id) {
        return new SubscriberId(Kind.SUBSCRIPTION, id);
    }

    public static SubscriberId extension(String key) {
        return new SubscriberId(Kind.EXTENSION, key);
    }

    /** Reads what {@link #toString} wrote. */
    public static SubscriberId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("subscriber must be kind/key, was " + Segments.quoted(text));
        }
        return new SubscriberId(
                Kind.valueOf(text.substring(0, slash).toUpperCase(Locale.ROOT)), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + '/' + key;
    }
}
