package dev.eventbus.transport;

/**
 * Takes deliveries of a durable subscription. May block, which stops this subscription's deliveries and no other's.
 */
@FunctionalInterface
public interface DeliverySink {
    void accept(Delivery delivery);
}
