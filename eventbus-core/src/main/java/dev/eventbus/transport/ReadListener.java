package dev.eventbus.transport;

import dev.eventbus.Event;
import dev.eventbus.EventBusException;
import dev.eventbus.Position;
import dev.eventbus.topic.Topic;
import java.time.Instant;

/**
 * Takes what is read from the store, on one thread, in the order it was stored. May block, which stops the reading, and
 * is interrupted when the reading is closed meanwhile; may close the reading itself. What it throws is logged, and the
 * reading goes on with the next event.
 */
public interface ReadListener {
    /** @param storedAt when the store took it */
    void onEvent(Event event, Topic topic, Position position, Instant storedAt);

    /**
     * All that was stored when the reading began has been brought; called once.
     *
     * @param last the position of the last event in the store at that time, matching or not; NONE if it was empty
     */
    default void onCaughtUp(Position last) {}

    /** What was asked for begins before what the store still has: events of these positions are gone, if any matched. */
    default void onGap(Position from, Position to) {}

    /** What was asked for cannot be read, now or later; the reading has ended. */
    default void onFailure(EventBusException failure) {}
}
