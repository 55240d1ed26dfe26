package dev.eventbus.gateway.realtime;

import dev.eventbus.gateway.security.Caller;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One connected client: who it is, what it wants, and the way to it. Compared by identity. */
final class Client {
    private final String workspaceId;
    private final Caller caller;
    private final Outbound outbound;
    private final @Nullable InboundRate rate;
    private final EventSink sink;
    private final Map<String, Interest> interests = new ConcurrentHashMap<>();

    /** On a WebSocket. */
    Client(String workspaceId, Caller caller, Outbound outbound, InboundRate rate) {
        this.workspaceId = workspaceId;
        this.caller = caller;
        this.outbound = outbound;
        this.rate = rate;
        this.sink = (refs, position, event) -> outbound.send(ServerFrame.event(refs, position, event));
    }

    /** On an event stream, where it has nothing to say. */
    Client(String workspaceId, Caller caller, Outbound outbound, EventSink sink) {
        this.workspaceId = workspaceId;
        this.caller = caller;
        this.outbound = outbound;
        this.rate = null;
        this.sink = sink;
    }

    String workspaceId() {
        return workspaceId;
    }

    Caller caller() {
        return caller;
    }

    String userId() {
        return caller.account().id();
    }

    Outbound outbound() {
        return outbound;
    }

    boolean isStream() {
        return rate == null;
    }

    InboundRate rate() {
        return Objects.requireNonNull(rate, "rate");
    }

    /** Where its events go. */
    EventSink sink() {
        return sink;
    }

    /** What it subscribed to, by reference. */
    Map<String, Interest> interests() {
        return interests;
    }
}
