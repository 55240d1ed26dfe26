package dev.eventbus.notifications.rule;

import dev.eventbus.Event;
import dev.eventbus.EventKey;
import dev.eventbus.notifications.event.EventData;
import dev.eventbus.notifications.template.Condition;
import dev.eventbus.topic.TopicPattern;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events a rule is about.
 *
 * @param pattern an event key whose segments may be {@code *}
 * @param condition what must hold beyond that; null for nothing
 * @param enabled whether the rule takes part at all
 */
public record Trigger(EventKey pattern, @Nullable Condition condition, boolean enabled) {
    /** Sources of events about notifications: a rule that catches everything must not catch its own effects. */
    private static final Set<String> OWN_SOURCES = Set.of("notification", "notifications");

    TopicPattern topics(String workspaceId) {
        return TopicPattern.of(workspaceId, pattern, "*", Map.of());
    }

    /** Whether the event is one the pattern is about. */
    public boolean takes(Event event) {
        return topics(event.organizationId()).matches(event.topic());
    }

    /** Whether the event is one of the notifier's kind that the pattern takes only by a wildcard. */
    public boolean wouldLoop(Event event) {
        return OWN_SOURCES.contains(event.source()) && !event.source().equals(pattern.source());
    }

    /** Throws {@link IllegalArgumentException} if the condition cannot be evaluated on this event. */
    public boolean isMet(EventData data) {
        return condition == null || condition.holds(data);
    }
}
