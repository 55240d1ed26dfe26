package dev.eventbus.gateway.subscriptions;

import dev.eventbus.EventKey;
import dev.eventbus.topic.TopicPattern;
import java.util.List;
import java.util.Map;

/**
 * What its owner decides about a subscription.
 *
 * @param eventPattern a key pattern as written
 * @param filters the pairs an event must have
 * @param enabled whether it wants events
 */
record Settings(
        String name,
        String eventPattern,
        Map<String, List<String>> filters,
        Destination destination,
        Retry retry,
        boolean enabled) {
    TopicPattern pattern(String workspaceId) {
        return TopicPattern.of(workspaceId, EventKey.parsePattern(eventPattern), "*", filters);
    }

    Settings withDestination(Destination destination) {
        return new Settings(name, eventPattern, filters, destination, retry, enabled);
    }
}
