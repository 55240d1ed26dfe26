package dev.eventbus;

import dev.eventbus.dispatch.Counts;

/** A handler's registration; closing it ends deliveries. */
public interface Subscription extends AutoCloseable {
    /** The durable name, or a generated one for a subscription without: {@code live#7}, {@code local#8}, {@code group#9}. */
    String name();

    /** The part of a subscription's name that is the same at every start, and one of few; a topic segment. */
    static String stableName(String name) {
        int generated = name.indexOf('#');
        return generated < 0 ? name : name.substring(0, generated);
    }

    boolean isActive();

    /** What its queue has seen and holds. */
    Counts counts();

    /**
     * Takes no further events and waits for handlers that are running. What was queued but not started is handed back
     * to the transport if the subscription is durable, and dropped if not. A durable subscription's position stays
     * stored: subscribing under the same name goes on there. Safe to call twice.
     */
    @Override
    void close();
}
