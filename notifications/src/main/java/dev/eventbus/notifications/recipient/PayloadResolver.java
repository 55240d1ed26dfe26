package dev.eventbus.notifications.recipient;

import com.fasterxml.jackson.core.JsonPointer;
import dev.eventbus.notifications.event.EventData;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Whoever the payload names at the rule's JSON pointers. */
final class PayloadResolver implements RecipientResolver {
    static final String NAME = "payload";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> resolve(RecipientSpec spec, EventData data) {
        List<String> ids = new ArrayList<>();
        for (JsonPointer pointer : spec.pointers()) {
            ids.addAll(UserIds.read("payload" + pointer, data.at(pointer)));
        }
        if (spec.excludeActor()) {
            ids.removeIf(id -> Objects.equals(id, data.sender()));
        }
        return ids;
    }
}
