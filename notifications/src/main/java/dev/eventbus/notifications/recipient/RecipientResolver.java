package dev.eventbus.notifications.recipient;

import dev.eventbus.notifications.event.EventData;
import java.util.List;

/**
 * Finds the user ids an event concerns. What it returns is still checked, deduplicated, bounded and freed of users who
 * are no members.
 *
 * <p>To add one, put a class on the class path that is a CDI bean or is named in {@code
 * META-INF/services/dev.eventbus.notifications.recipient.RecipientResolver}; rules then use its name. It may block for
 * a moment, is called by many threads at once and should return no more than {@link Recipients#MAX} ids. Whatever it
 * throws is taken as the fault of the rule that used it.
 */
public interface RecipientResolver {
    /** What rules call it. A name that is taken already is refused at start. */
    String name();

    /** @throws UnresolvableException if the event does not say what this resolver needs */
    List<String> resolve(RecipientSpec spec, EventData data);
}
