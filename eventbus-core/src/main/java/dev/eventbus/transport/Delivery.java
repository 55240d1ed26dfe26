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
     * event is given up; if that fails the event is delivered again later. A second call does nothing.
     */
    void settle(Verdict verdict);

    /**
     * Begins the ack wait anew, so that the transport does not deliver the event again meanwhile.
     *
     * @return false if this delivery is over: it is settled, or its ack wait ran out and the event comes again
     */
    boolean inProgress();
}
