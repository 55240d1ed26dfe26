package dev.eventbus.gateway.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.json.Json;
import dev.eventbus.nats.NatsSignals;
import dev.eventbus.nats.Signal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The notifications of one user in one workspace, to all sockets they have there on this replica. */
final class UserChannel implements AutoCloseable {
    private static final byte[] ACKED = "{\"acked\":true}".getBytes(StandardCharsets.UTF_8);
    private static final int MAX_UNACKED = 1_000;

    /** The notifier waits five seconds; an answer close to the end of them may come too late. */
    private static final Duration NOTIFIER_WAITS = Duration.ofSeconds(4);

    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final InstantSource clock;
    private final Map<String, Waiting> unacked = new LinkedHashMap<>();
    private final NatsSignals.Listening listening;

    UserChannel(NatsSignals signals, InstantSource clock, String workspaceId, String userId) {
        this.clock = clock;
        listening = signals.listen("notify." + workspaceId + "." + userId, this::pass);
    }

    private record Waiting(Signal signal, Instant since) {}

    Set<Client> clients() {
        return clients;
    }

    /** Answers the notifier, who waits for a client to say so; false if it hardly waits any more. */
    boolean acknowledge(String notificationId) {
        Waiting waiting = locked(() -> unacked.remove(notificationId));
        if (waiting == null) {
            return false;
        }
        waiting.signal().reply(ACKED);
        return waiting.since().plus(NOTIFIER_WAITS).isAfter(clock.instant());
    }

    @Override
    public void close() {
        listening.close();
    }

    private void pass(Signal signal) {
        JsonNode id = Json.read(signal.body(), JsonNode.class).path("notificationId");
        locked(() -> {
            unacked.put(id.asText(), new Waiting(signal, clock.instant()));
            return unacked.size() > MAX_UNACKED
                    ? unacked.remove(unacked.keySet().iterator().next())
                    : null;
        });
        String frame = new String(signal.body(), StandardCharsets.UTF_8);
        clients.forEach(client -> client.outbound().send(frame));
    }

    private @Nullable Waiting locked(java.util.function.Supplier<@Nullable Waiting> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
