package dev.eventbus.memory;

import dev.eventbus.Event;
import dev.eventbus.Position;
import dev.eventbus.topic.Topic;
import java.time.Instant;

/** An event as the stream keeps it. */
record Stored(Position position, Event event, Topic topic, Instant at) {}
