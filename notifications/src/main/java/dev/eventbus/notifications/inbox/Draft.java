package dev.eventbus.notifications.inbox;

import dev.eventbus.notifications.rule.ChannelKind;
import dev.eventbus.notifications.template.Content;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one user is to be told, and how.
 *
 * @param content in the user's language
 * @param channels those of the rule that the user wants
 * @param collapseKey unread ones of the rule with an equal key give way; null for none
 */
public record Draft(
        Content content,
        Set<ChannelKind> channels,
        @Nullable String collapseKey) {
    public Draft {
        channels = Set.copyOf(channels);
    }

    Draft saying(Content other) {
        return new Draft(other, channels, collapseKey);
    }

    String channelNames() {
        return channels.stream().map(Enum::name).sorted().collect(Collectors.joining(","));
    }

    /** Kept only where it will be needed: it is the longest of all. */
    @Nullable
    String emailSubject() {
        return channels.contains(ChannelKind.EMAIL) ? content.subject() : null;
    }

    @Nullable
    String emailHtml() {
        return channels.contains(ChannelKind.EMAIL) ? content.html() : null;
    }
}
