package dev.eventbus.gateway.realtime;

import dev.eventbus.gateway.security.SignedIn;
import dev.eventbus.topic.TopicPattern;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One connected client: who it is, what it wants, and the way to it. Compared by identity. */
final class Client {
    private final String workspaceId;
    private final SignedIn signedIn;
    private final Outbound outbound;
    private final InboundRate rate;
    private final Map<String, TopicPattern> patterns = new ConcurrentHashMap<>();

    Client(String workspaceId, SignedIn signedIn, Outbound outbound, InboundRate rate) {
        this.workspaceId = workspaceId;
        this.signedIn = signedIn;
        this.outbound = outbound;
        this.rate = rate;
    }

    String workspaceId() {
        return workspaceId;
    }

    SignedIn signedIn() {
        return signedIn;
    }

    String userId() {
        return signedIn.account().id();
    }

    Outbound outbound() {
        return outbound;
    }

    InboundRate rate() {
        return rate;
    }

    /** The patterns subscribed to, by reference. */
    Map<String, TopicPattern> patterns() {
        return patterns;
    }
}
