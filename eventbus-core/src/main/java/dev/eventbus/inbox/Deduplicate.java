package dev.eventbus.inbox;

import dev.eventbus.Attempt;
import dev.eventbus.Event;
import dev.eventbus.Interceptor;
import dev.eventbus.Verdict;
import dev.eventbus.VerdictHandler;

/**
 * Acknowledges events that their subscription has handled before, without calling the handler. Inboxes that outlive the
 * process want subscriptions with a lasting name, which only durable ones have.
 *
 * @param inbox remembers them
 */
public record Deduplicate(Inbox inbox) implements Interceptor {
    @Override
    public Verdict handle(String subscription, Event event, Attempt attempt, VerdictHandler next) throws Exception {
        return inbox.once(subscription, event.id(), () -> next.handle(event, attempt));
    }
}
