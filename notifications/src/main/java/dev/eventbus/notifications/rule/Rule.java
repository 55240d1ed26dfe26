package dev.eventbus.notifications.rule;

import dev.eventbus.EventKey;
import dev.eventbus.notifications.recipient.RecipientSpec;
import dev.eventbus.notifications.template.ContentTemplate;
import dev.eventbus.topic.Segments;
import dev.eventbus.topic.TopicPattern;
import java.util.Map;
import java.util.Set;

/**
 * Which events notify whom of what, and how.
 *
 * @param key names the rule; part of every notification's identity, so a renamed rule notifies anew
 * @param eventPattern an event key whose segments may be {@code *}
 * @param priority how much its notifications matter
 * @param template what they say
 * @param channels how they may be delivered; none means: listed only
 * @param recipients who gets them
 * @param enabled whether the rule takes part at all
 */
public record Rule(
        String key,
        String eventPattern,
        Priority priority,
        ContentTemplate template,
        Set<ChannelKind> channels,
        RecipientSpec recipients,
        boolean enabled) {

    public Rule {
        Segments.require("key", key);
        EventKey.parsePattern(eventPattern);
        channels = Set.copyOf(channels);
    }

    /** The topics this rule is about, in every workspace. */
    TopicPattern topics() {
        return TopicPattern.of("*", EventKey.parsePattern(eventPattern), "*", Map.of());
    }
}
