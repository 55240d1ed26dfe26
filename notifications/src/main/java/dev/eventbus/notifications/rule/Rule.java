package dev.eventbus.notifications.rule;

import dev.eventbus.notifications.recipient.RecipientSpec;
import dev.eventbus.notifications.template.ContentTemplate;
import java.util.Set;

/**
 * Which events notify whom of what, and how; ready to be applied.
 *
 * @param id names the rule; its key is part of every notification's identity, so a renamed rule notifies anew
 * @param trigger which events
 * @param priority how much its notifications matter
 * @param template what they say
 * @param channels how they may be delivered; none means: listed only
 * @param recipients who gets them
 * @param pacing how often
 */
public record Rule(
        RuleId id,
        Trigger trigger,
        Priority priority,
        ContentTemplate template,
        Set<ChannelKind> channels,
        RecipientSpec recipients,
        Pacing pacing) {

    public Rule {
        channels = Set.copyOf(channels);
    }

    public String key() {
        return id.key();
    }

    /** Whether it is one of ours as it comes, changed by no workspace. */
    public boolean isBuiltIn() {
        return id.workspaceId().equals(RuleId.EVERY_WORKSPACE);
    }

    Rule disabled() {
        Trigger off = new Trigger(trigger.pattern(), trigger.condition(), false);
        return new Rule(id, off, priority, template, channels, recipients, pacing);
    }
}
