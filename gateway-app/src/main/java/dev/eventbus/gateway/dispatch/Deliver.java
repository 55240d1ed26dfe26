package dev.eventbus.gateway.dispatch;

import dev.eventbus.Event;
import dev.eventbus.extensions.EventEnvelope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/** Makes an attempt, decides what follows, and counts it. */
final class Deliver {
    /** Beyond the time an attempt may take: for the wait before it and for writing its result. */
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(15);

    /** How long a delivery that was taken may wait for its turn; the rest of the margin is for writing its result. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final Attempts attempts;
    private final Pauses pauses;
    private final DispatchMeters meters;
    private final InstantSource clock;

    Deliver(Attempts attempts, Pauses pauses, DispatchMeters meters, InstantSource clock) {
        this.attempts = attempts;
        this.pauses = pauses;
        this.meters = meters;
        this.clock = clock;
    }

    /** Whether an attempt can be made by this replica; if not, the delivery is left to the others. */
    boolean isPossibleHere(Subscriber subscriber) {
        return attempts.arePossible(subscriber);
    }

    /** @param number which attempt this is; 1 for the first. Blocks for as long as the attempt takes. */
    Settlement attempt(Event event, Subscriber subscriber, int number) {
        Result result = attempts.attempt(event, subscriber);
        Step step = Step.after(result, number, subscriber.retry(), ThreadLocalRandom.current());
        meters.count(subscriber.id(), step);
        if (result instanceof Result.Hopeless hopeless && hopeless.isGone()) {
            pauses.pause(subscriber.id(), hopeless.failure().reason());
        }
        return settlement(event, subscriber, number, step);
    }

    /** Something about a delivery that no attempt was made for, or none that has ended. */
    Settlement settlement(Event event, Subscriber subscriber, int attempts, Step step) {
        DeliveryKey key = new DeliveryKey(event.id(), subscriber.id(), event.organizationId());
        return new Settlement(key, EventEnvelope.of(event).eventKey(), attempts, step, clock.instant());
    }

    /** After what time an attempt that was not heard of counts as lost. */
    Duration lease(Subscriber subscriber) {
        return attempts.longest(subscriber).plus(LEASE_MARGIN);
    }
}
