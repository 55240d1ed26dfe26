package dev.eventbus.notifications.recipient;

import dev.eventbus.notifications.event.EventData;
import java.util.List;

/** {@code payload.ownerId}. */
final class OwnerResolver implements RecipientResolver {
    static final String NAME = "owner";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> resolve(RecipientSpec spec, EventData data) {
        return UserIds.read("payload.ownerId", data.payload("ownerId"));
    }
}
