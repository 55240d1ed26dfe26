package dev.eventbus.gateway.deadletters;

import dev.eventbus.gateway.dispatch.SubscriberId;
import dev.eventbus.topic.Segments;
import java.util.List;

/** A subscriber as clients name it: {@code subscription/{id}}, {@code extension/{key}}, or just the id or key. */
final class SubscriberText {
    private SubscriberText() {}

    /** Whom that may be; of an id or key alone both kinds. Throws {@link IllegalArgumentException}. */
    static List<SubscriberId> parse(String name, String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            String key = Segments.require(name, text);
            return List.of(SubscriberId.subscription(key), SubscriberId.extension(key));
        }
        String key = Segments.require(name, text.substring(slash + 1));
        return switch (text.substring(0, slash)) {
            case "subscription" -> List.of(SubscriberId.subscription(key));
            case "extension" -> List.of(SubscriberId.extension(key));
            default ->
                throw new IllegalArgumentException(
                        name + " must be subscription/{id} or extension/{key}, was " + Segments.quoted(text));
        };
    }
}
