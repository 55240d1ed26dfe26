package dev.eventbus.gateway.realtime;

import dev.eventbus.Position;
import java.util.List;

/** Where a {@link WorkspaceFeed} leaves the events of one client. */
@FunctionalInterface
interface EventSink {
    /**
     * Takes an event. Must not block: the feed has others to serve.
     *
     * @param refs the references the client wants it under, as JSON
     * @param position where the event is stored, if it is
     * @param event the event's JSON, made once for all clients
     */
    void take(List<String> refs, Position position, String event);
}
