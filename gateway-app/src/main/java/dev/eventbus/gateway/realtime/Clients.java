package dev.eventbus.gateway.realtime;

import dev.eventbus.gateway.security.SessionEnded;
import dev.eventbus.gateway.security.Sessions;
import dev.eventbus.nats.NatsSignals;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Everybody connected to this replica. Closes sockets when their session ends anywhere, and when the gateway stops. */
@ApplicationScoped
class Clients {
    private static final String SESSION_ENDED = "session-ended";

    private final Map<String, Client> byConnection = new ConcurrentHashMap<>();
    private final NatsSignals signals;
    private final Sessions sessions;

    Clients(NatsSignals signals, Sessions sessions, MeterRegistry metrics) {
        this.signals = signals;
        this.sessions = sessions;
        metrics.gaugeMapSize("gateway.ws.connections", java.util.List.of(), byConnection);
    }

    void start(@Observes StartupEvent started) {
        signals.listen(SESSION_ENDED, signal -> endedElsewhere(new String(signal.body(), StandardCharsets.UTF_8)));
    }

    /** Before the server waits for open requests: a socket would count as one for ever. */
    void stop(@Observes ShutdownDelayInitiatedEvent stopping) {
        closeIf(client -> true, 1001, "the gateway is going away; reconnect");
    }

    void ended(@Observes SessionEnded session) {
        signals.broadcast(SESSION_ENDED, session.sessionId().getBytes(StandardCharsets.UTF_8));
        closeSession(session.sessionId());
    }

    void add(String connectionId, Client client) {
        byConnection.put(connectionId, client);
    }

    @org.jspecify.annotations.Nullable
    Client find(String connectionId) {
        return byConnection.get(connectionId);
    }

    @org.jspecify.annotations.Nullable
    Client remove(String connectionId) {
        return byConnection.remove(connectionId);
    }

    private void endedElsewhere(String sessionId) {
        sessions.forget(sessionId);
        closeSession(sessionId);
    }

    private void closeSession(String sessionId) {
        closeIf(client -> client.signedIn().sessionId().equals(sessionId), 1008, "signed out");
    }

    private void closeIf(Predicate<Client> condition, int code, String reason) {
        byConnection.values().stream()
                .filter(condition)
                .forEach(client -> client.outbound().close(code, reason));
    }
}
