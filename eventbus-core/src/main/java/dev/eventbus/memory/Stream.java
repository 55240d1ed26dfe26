package dev.eventbus.memory;

import dev.eventbus.Event;
import dev.eventbus.EventBusException;
import dev.eventbus.Position;
import dev.eventbus.topic.Topic;
import dev.eventbus.transport.StartAt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events in the order they were stored; refuses new ones when full. Safe for use by many threads. */
final class Stream {
    private final int capacity;
    private final List<Stored> events = new ArrayList<>();
    private final Map<String, Stored> byId = new HashMap<>();

    Stream(int capacity) {
        this.capacity = capacity;
    }

    /** What an append led to: the event as it is kept, and whether it was there already. */
    record Appended(Stored stored, boolean duplicate) {}

    synchronized Appended append(Event event, Topic topic, Instant now) {
        Stored known = byId.get(event.id());
        if (known != null) {
            return new Appended(known, true);
        }
        if (events.size() >= capacity) {
            throw new EventBusException("Could not publish event: the stream in memory is full with " + capacity
                    + " events, and the event was not stored (topic=" + topic + ", eventId=" + event.id()
                    + "). Give MemoryTransport a larger capacity, or use a transport with a real store.");
        }
        Stored stored = new Stored(new Position(events.size() + 1L), event, topic, now);
        events.add(stored);
        byId.put(event.id(), stored);
        return new Appended(stored, false);
    }

    /** The event of a sequence, or null if the stream has not got that far. */
    synchronized @Nullable Stored at(long sequence) {
        return sequence <= events.size() ? events.get((int) sequence - 1) : null;
    }

    /** The sequence of the newest event, 0 if there is none. */
    synchronized long last() {
        return events.size();
    }

    /** The sequence a new durable begins at. */
    synchronized long first(StartAt start) {
        return switch (start) {
            case StartAt.All all -> 1;
            case StartAt.New now -> events.size() + 1L;
            case StartAt.Sequence at -> at.sequence();
            case StartAt.Time time -> firstAt(time.instant());
        };
    }

    private long firstAt(Instant instant) {
        for (Stored stored : events) {
            if (!stored.at().isBefore(instant)) {
                return stored.position().sequence();
            }
        }
        return events.size() + 1L;
    }
}
