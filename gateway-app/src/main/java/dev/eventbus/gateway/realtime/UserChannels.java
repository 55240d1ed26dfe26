package dev.eventbus.gateway.realtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.eventbus.json.Json;
import dev.eventbus.nats.NatsSignals;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Whose notifications this replica listens for: those of users that have a socket here. */
@ApplicationScoped
class UserChannels {
    private static final String NOTIFIER = "notifier.client";

    /** Told to whoever has something for a user who was away: they have a socket again, and this replica listens. */
    private static final String JOINED = "presence.joined";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final NatsSignals signals;
    private final InstantSource clock;
    private final Map<Key, UserChannel> channels = new HashMap<>();

    /** A user's last socket closing must not take the channel from one that is just opening. */
    private final ReentrantLock lock = new ReentrantLock();

    UserChannels(NatsSignals signals, InstantSource clock) {
        this.signals = signals;
        this.clock = clock;
    }

    private record Key(String workspaceId, String userId) {
        static Key of(Client client) {
            return new Key(client.workspaceId(), client.userId());
        }
    }

    /** What a client has done about a notification, as the notifier hears it. */
    @JsonInclude
    private record Told(String action, String workspaceId, String userId, String notificationId) {}

    void open(Client client) {
        Key user = Key.of(client);
        lock.lock();
        try {
            channels.computeIfAbsent(user, key -> new UserChannel(signals, clock, key.workspaceId(), key.userId()))
                    .clients()
                    .add(client);
        } finally {
            lock.unlock();
        }
        if (client.isUser()) {
            signals.broadcast(JOINED, Json.write(user));
        }
    }

    void close(Client client) {
        UserChannel unused = withdraw(client);
        if (unused != null) {
            unused.close();
        }
    }

    /** Tells the notifier that a client received a notification: as an answer while it waits, else by a message of its own. */
    CompletionStage<?> acknowledge(Client client, String notificationId) {
        UserChannel channel = find(client);
        if (channel != null && channel.acknowledge(notificationId)) {
            return java.util.concurrent.CompletableFuture.completedFuture(true);
        }
        return tell("ack", client, notificationId);
    }

    CompletionStage<?> read(Client client, String notificationId) {
        return tell("read", client, notificationId);
    }

    private CompletionStage<?> tell(String action, Client client, String notificationId) {
        Told told = new Told(action, client.workspaceId(), client.userId(), notificationId);
        return signals.request(NOTIFIER, Json.write(told), PATIENCE);
    }

    private @Nullable UserChannel find(Client client) {
        lock.lock();
        try {
            return channels.get(Key.of(client));
        } finally {
            lock.unlock();
        }
    }

    private @Nullable UserChannel withdraw(Client client) {
        lock.lock();
        try {
            UserChannel channel = channels.get(Key.of(client));
            if (channel == null) {
                return null;
            }
            channel.clients().remove(client);
            return channel.clients().isEmpty() ? channels.remove(Key.of(client)) : null;
        } finally {
            lock.unlock();
        }
    }
}
