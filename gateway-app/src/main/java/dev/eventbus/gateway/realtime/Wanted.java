package dev.eventbus.gateway.realtime;

import dev.eventbus.EventKey;
import dev.eventbus.SubscribeOptions;
import dev.eventbus.topic.TopicPattern;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Which events of a workspace a subscription is for.
 *
 * @param key their keys
 * @param options the same, and the filter pairs, as the bus takes it
 * @param pattern and as the index does
 */
record Wanted(EventKey key, SubscribeOptions options, TopicPattern pattern) {
    private static final String ANY = "*";

    /** Throws {@link IllegalArgumentException} naming what is no segment. */
    static Wanted of(String workspaceId, EventKey key, Map<String, List<String>> filters) {
        SubscribeOptions options = of(workspaceId, key);
        for (Map.Entry<String, List<String>> filter : filters.entrySet()) {
            for (String value : filter.getValue()) {
                options = options.filter(filter.getKey(), value);
            }
        }
        return new Wanted(key, options, options.pattern());
    }

    private static SubscribeOptions of(String workspaceId, EventKey key) {
        return SubscribeOptions.to(key.toString()).org(workspaceId);
    }

    /** What to ask the store for that all of them are part of, and little else. */
    static SubscribeOptions covering(String workspaceId, Collection<Wanted> several) {
        Wanted first = several.iterator().next();
        return several.size() == 1
                ? first.options
                : of(workspaceId, several.stream().map(Wanted::key).reduce(first.key, Wanted::covering));
    }

    private static EventKey covering(EventKey one, EventKey other) {
        return new EventKey(
                either(one.sourceOr(ANY), other.sourceOr(ANY)),
                either(one.resource(), other.resource()),
                either(one.event(), other.event()));
    }

    private static String either(String one, String other) {
        return one.equals(other) ? one : ANY;
    }
}
