package dev.eventbus.notifications.recipient;

import dev.eventbus.notifications.event.EventData;
import java.util.List;

/** The users the rule itself lists. */
final class UsersResolver implements RecipientResolver {
    static final String NAME = "users";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> resolve(RecipientSpec spec, EventData data) {
        return spec.users();
    }
}
