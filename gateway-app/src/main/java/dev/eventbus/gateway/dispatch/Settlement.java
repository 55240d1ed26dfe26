package dev.eventbus.gateway.dispatch;

import java.time.Instant;

/**
 * What is to be written about a delivery.
 *
 * @param eventKey the key of its event, for the dead letter
 * @param attempts how many there were so far; the row is left alone when it counts others
 * @param at when that became known
 */
record Settlement(DeliveryKey key, String eventKey, int attempts, Step step, Instant at) {
    boolean isDelivered() {
        return step instanceof Step.Delivered;
    }
}
