package dev.eventbus;

/**
 * Does something about an event. Returning acknowledges it; throwing has it retried by the subscription's policy and
 * finally dead-lettered. Called on a worker thread, where blocking is fine; on the publisher's if the
 * subscription is inline.
 */
@FunctionalInterface
public interface EventHandler {
    void handle(Event event) throws Exception;
}
