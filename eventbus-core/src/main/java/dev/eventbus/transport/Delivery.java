package dev.eventbus.transport;

import dev.eventbus.Attempt;
import dev.eventbus.Event;
import dev.eventbus.Verdict;
import dev.eventbus.topic.Topic;

/** One attempt at having a stored event handled; settled exactly once. */
public interface Delivery {
    Event event();

    Topic topic();

    Attempt attempt();

    /**
     * Says what became of the delivery; may block on the broker. A dead letter is stored and confirmed before the
     * event is given up; if that fails the event is delivered again later. A second call does nothing; an Ack of a
     * delivery that is over may spare the event another delivery.
     */
    void settle(Verdict verdict);

    /** As above, where there was more than one try within this delivery: {@code last} says how many. */
    default void settle(Verdict verdict, Attempt last) {
        settle(verdict);
    }

    /**
     * Begins the ack wait anew, so that the transport does not deliver the event again meanwhile. May block while it
     * is not known whether this instance is still the active one of an ordered durable.
     *
     * @return false if this delivery is over: it is settled, or the event comes again because its ack wait ran out or,
     *     if it is ordered, another instance became the active one
     */
    boolean inProgress();
}
