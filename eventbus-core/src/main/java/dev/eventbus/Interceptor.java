package dev.eventbus;

import java.util.concurrent.CompletionStage;

/**
 * Stands around what a bus does: around each publish, and around each attempt at handling an event. The first one
 * given stands outermost. Used by many threads.
 */
public interface Interceptor {
    /** Around a publish: calls {@code next}, with the same event or a changed one, or fails the publish by throwing. */
    default CompletionStage<Published> publish(Event event, Durability durability, Publishing next) {
        return next.publish(event, durability);
    }

    /**
     * Around one attempt. {@code next} does not throw: what the handler or an interceptor within threw has become a
     * verdict of the retry policy, with the cause in it. May return without calling {@code next}; throwing means what
     * it means for a handler.
     *
     * @param subscription the subscription's name
     */
    default Verdict handle(String subscription, Event event, Attempt attempt, VerdictHandler next) throws Exception {
        return next.handle(event, attempt);
    }

    /** A subscription was made that this stands around; it may have got events already. */
    default void opened(Subscription subscription) {}

    /** That subscription was closed. */
    default void closed(Subscription subscription) {}

    /** The rest of a publish. */
    @FunctionalInterface
    interface Publishing {
        CompletionStage<Published> publish(Event event, Durability durability);
    }
}
