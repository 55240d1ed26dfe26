package dev.eventbus.gateway.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.json.Json;
import dev.eventbus.nats.NatsSignals;
import dev.eventbus.nats.Signal;
import java.nio.charset.StandardCharsets;
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

    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Signal> unacked = new LinkedHashMap<>();
    private final NatsSignals.Listening listening;

    UserChannel(NatsSignals signals, String workspaceId, String userId) {
        listening = signals.listen("notify." + workspaceId + "." + userId, this::pass);
    }

    Set<Client> clients() {
        return clients;
    }

    /** Answers the notifier, who waits for a client to say so; false if nobody waits for this notification. */
    boolean acknowledge(String notificationId) {
        Signal waiting = locked(() -> unacked.remove(notificationId));
        if (waiting == null) {
            return false;
        }
        waiting.reply(ACKED);
        return true;
    }

    @Override
    public void close() {
        listening.close();
    }

    private void pass(Signal signal) {
        JsonNode id = Json.read(signal.body(), JsonNode.class).path("notificationId");
        locked(() -> {
            unacked.put(id.asText(), signal);
            return unacked.size() > MAX_UNACKED
                    ? unacked.remove(unacked.keySet().iterator().next())
                    : null;
        });
        String frame = new String(signal.body(), StandardCharsets.UTF_8);
        clients.forEach(client -> client.outbound().send(frame));
    }

    private @Nullable Signal locked(java.util.function.Supplier<@Nullable Signal> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
