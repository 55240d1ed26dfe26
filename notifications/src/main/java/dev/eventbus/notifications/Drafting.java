package dev.eventbus.notifications;

import dev.eventbus.notifications.event.EventData;
import dev.eventbus.notifications.inbox.Draft;
import dev.eventbus.notifications.profile.Directory;
import dev.eventbus.notifications.rule.ChannelKind;
import dev.eventbus.notifications.rule.Rule;
import dev.eventbus.notifications.template.Addressee;
import dev.eventbus.notifications.template.CompiledTemplate;
import dev.eventbus.notifications.template.Content;
import dev.eventbus.notifications.template.Rendering;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Words what a rule says about an event for each user, in the user's language. */
@Singleton
final class Drafting {
    private static final int MAX_COLLAPSE_KEY = 200;

    private final Directory directory;

    Drafting(Directory directory) {
        this.directory = directory;
    }

    /** One event and one rule. For one thread. */
    OfEvent of(Rule rule, EventData data) {
        return new OfEvent(directory, rule, data);
    }

    /** The drafts of one rule about one event. */
    static final class OfEvent {
        private final Directory directory;
        private final Rule rule;
        private final String workspaceId;
        private final Rendering rendering;
        private final Map<String, Addressee> addressees = new HashMap<>();

        private OfEvent(Directory directory, Rule rule, EventData data) {
            this.directory = directory;
            this.rule = rule;
            this.workspaceId = data.event().organizationId();
            this.rendering = rule.template().about(data);
        }

        /** At most a thousand at a time. Throws {@link IllegalArgumentException} if they cannot be rendered. */
        Map<String, Draft> forUsers(Collection<String> userIds) {
            addressees.clear();
            Map<String, Draft> drafts = new HashMap<>();
            directory.find(workspaceId, userIds).forEach((userId, profile) -> {
                Addressee addressee = new Addressee(userId, profile.locale());
                addressees.put(userId, addressee);
                Set<ChannelKind> channels = profile.channels(rule.key(), rule.channels());
                drafts.put(userId, new Draft(rendering.to(addressee), channels, collapseKey(addressee)));
            });
            return drafts;
        }

        /** What so many events say to one of the users asked for last. */
        Content content(String userId, int events) {
            return rendering.to(addressees.getOrDefault(userId, new Addressee(userId, null)), events);
        }

        private @Nullable String collapseKey(Addressee addressee) {
            CompiledTemplate template = rule.pacing().collapseKey();
            if (template == null) {
                return null;
            }
            String key = rendering.line(template, addressee, MAX_COLLAPSE_KEY);
            return key.isEmpty() ? null : key;
        }
    }
}
