package dev.eventbus.transport;

import dev.eventbus.Event;
import dev.eventbus.Position;
import dev.eventbus.topic.Topic;

/** Takes live events from a transport. Called on the transport's thread: must hand over, not work. */
@FunctionalInterface
public interface LiveListener {
    void onEvent(Event event, Topic topic, Position position);
}
