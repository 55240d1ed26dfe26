package dev.eventbus;

/** A handler's registration; closing it ends deliveries. */
public interface Subscription extends AutoCloseable {
    /** The durable name, or a generated name for a subscription without one. */
    String name();

    boolean isActive();

    /**
     * Takes no further events and waits for handlers that are running. What was queued but not started is handed back
     * to the transport if the subscription is durable, and dropped if not. A durable subscription's position stays
     * stored: subscribing under the same name goes on there. Safe to call twice.
     */
    @Override
    void close();
}
