package dev.eventbus;

import dev.eventbus.dispatch.Counts;

/** A handler's registration; closing it ends deliveries. */
public interface Subscription extends AutoCloseable {
    /** The durable name, or a generated name for a subscription without one. */
    String name();

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
