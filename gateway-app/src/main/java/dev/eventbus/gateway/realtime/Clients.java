package dev.eventbus.gateway.realtime;

import dev.eventbus.gateway.security.Callers;
import dev.eventbus.gateway.security.CredentialEnded;
import dev.eventbus.nats.NatsSignals;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Everybody connected to this replica. Closes sockets when their credential ends anywhere, and when the gateway stops. */
@ApplicationScoped
class Clients {
    private static final String CREDENTIAL_ENDED = "credential-ended";
    private static final String GOING_AWAY = "the gateway is going away; reconnect";

    private final Map<String, Client> byConnection = new ConcurrentHashMap<>();
    private final NatsSignals signals;
    private final Callers callers;
    private final MeterRegistry metrics;
    private final List<Gauge> gauges;
    private volatile boolean isStopping;

    Clients(NatsSignals signals, Callers callers, MeterRegistry metrics) {
        this.signals = signals;
        this.callers = callers;
        this.metrics = metrics;
        this.gauges = List.of(
                Gauge.builder("gateway.ws.connections", this, clients -> clients.count(false))
                        .register(metrics),
                Gauge.builder("gateway.sse.streams", this, clients -> clients.count(true))
                        .register(metrics));
    }

    void start(@Observes StartupEvent started) {
        signals.listen(CREDENTIAL_ENDED, signal -> endedElsewhere(new String(signal.body(), StandardCharsets.UTF_8)));
    }

    /** A second before requests in flight are waited for, so that clients are somewhere else by then. */
    void stop(@Observes ShutdownDelayInitiatedEvent stopping) {
        isStopping = true;
        closeIf(client -> true, 1001, GOING_AWAY);
    }

    /** The registry outlives a gateway that is started again in the same process. */
    void end(@Observes ShutdownEvent stopped) {
        gauges.forEach(metrics::remove);
    }

    void ended(@Observes CredentialEnded credential) {
        signals.broadcast(CREDENTIAL_ENDED, credential.credentialId().getBytes(StandardCharsets.UTF_8));
        closeAll(credential.credentialId());
    }

    void add(String connectionId, Client client) {
        byConnection.put(connectionId, client);
        if (isStopping) {
            client.outbound().close(1001, GOING_AWAY);
        }
    }

    @Nullable
    Client find(String connectionId) {
        return byConnection.get(connectionId);
    }

    @Nullable
    Client remove(String connectionId) {
        return byConnection.remove(connectionId);
    }

    private long count(boolean streams) {
        return byConnection.values().stream()
                .filter(client -> client.isStream() == streams)
                .count();
    }

    private void endedElsewhere(String credentialId) {
        callers.forget(credentialId);
        closeAll(credentialId);
    }

    private void closeAll(String credentialId) {
        closeIf(client -> client.caller().credentialId().equals(credentialId), 1008, "signed out");
    }

    void closeIf(Predicate<Client> condition, int code, String reason) {
        byConnection.values().stream()
                .filter(condition)
                .forEach(client -> client.outbound().close(code, reason));
    }
}
