package dev.eventbus.notifications.recipient;

import dev.eventbus.notifications.event.EventData;
import java.util.List;

/** Finds the user ids an event concerns. What it returns is still checked, deduplicated and bounded. */
public interface RecipientResolver {
    /** What rules call it. */
    String name();

    /** @throws UnresolvableException if the event does not say what this resolver needs */
    List<String> resolve(RecipientSpec spec, EventData data);
}
