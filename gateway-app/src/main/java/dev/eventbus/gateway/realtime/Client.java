package dev.eventbus.gateway.realtime;

import dev.eventbus.gateway.security.Caller;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One connected client: who it is, what it wants, and the way to it. Compared by identity. */
final class Client {
    private final String workspaceId;
    private final Caller caller;
    private final Outbound outbound;
    private final InboundRate rate;
    private final Map<String, Interest> interests = new ConcurrentHashMap<>();

    Client(String workspaceId, Caller caller, Outbound outbound, InboundRate rate) {
        this.workspaceId = workspaceId;
        this.caller = caller;
        this.outbound = outbound;
        this.rate = rate;
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

    InboundRate rate() {
        return rate;
    }

    /** What it subscribed to, by reference. */
    Map<String, Interest> interests() {
        return interests;
    }
}
