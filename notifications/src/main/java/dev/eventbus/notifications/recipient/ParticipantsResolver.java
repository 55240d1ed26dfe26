package dev.eventbus.notifications.recipient;

import dev.eventbus.notifications.event.EventData;
import java.util.List;
import java.util.Objects;

/** {@code payload.participants}, but for the sender. */
final class ParticipantsResolver implements RecipientResolver {
    static final String NAME = "participants";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> resolve(RecipientSpec spec, EventData data) {
        return UserIds.read("payload.participants", data.payload("participants")).stream()
                .filter(id -> !Objects.equals(id, data.sender()))
                .toList();
    }
}
