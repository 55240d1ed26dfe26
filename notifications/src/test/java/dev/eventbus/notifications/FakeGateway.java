package dev.eventbus.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsSettings;
import dev.eventbus.nats.NatsSignals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a gateway does for its users' sockets: hears their frames and confirms notifications, if told to. */
final class FakeGateway implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final Map<String, String> addresses = new ConcurrentHashMap<>();
    private final NatsConnection connection;
    private final NatsSignals signals;

    FakeGateway(String natsUrl) {
        connection = NatsConnection.connect(NatsSettings.of(natsUrl));
        signals = NatsSignals.over(connection);
        signals.listen("gateway.members", signal -> signal.reply(members(json(signal.body()))));
        signals.listen(
                "presence.connected", signal -> signal.reply("{\"connected\":[]}".getBytes(StandardCharsets.UTF_8)));
    }

    /** Everybody is a member; the address of the account is named after the user, if nothing else is said. */
    private byte[] members(JsonNode question) {
        return StreamSupport.stream(question.path("userIds").spliterator(), false)
                .map(JsonNode::asText)
                .map(id -> "{\"userId\":\"%s\",\"email\":\"%s\",\"role\":\"MEMBER\"}"
                        .formatted(id, addresses.getOrDefault(id, id + "@example.com")))
                .collect(Collectors.joining(",", "{\"items\":[", "],\"next\":null}"))
                .getBytes(StandardCharsets.UTF_8);
    }

    void addressOf(String userId, String address) {
        addresses.put(userId, address);
    }

    void joined(String userId) {
        signals.broadcast(
                "presence.joined",
                "{\"workspaceId\":\"demo\",\"userId\":\"%s\"}".formatted(userId).getBytes(StandardCharsets.UTF_8));
    }

    NatsConnection connection() {
        return connection;
    }

    void socketOf(String userId, boolean confirms) {
        signals.listen("notify.demo." + userId, signal -> {
            JsonNode frame = json(signal.body());
            frames.add(frame);
            if (confirms && frame.path("type").asText().equals("notification")) {
                signal.reply("{\"acked\":true}".getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    List<JsonNode> frames(String type) {
        return frames.stream()
                .filter(frame -> frame.path("type").asText().equals(type))
                .toList();
    }

    /** What the notifier answers to a client's action. */
    boolean clientDid(String action, String userId, String notificationId) throws Exception {
        String body = "{\"action\":\"%s\",\"workspaceId\":\"demo\",\"userId\":\"%s\",\"notificationId\":\"%s\"}"
                .formatted(action, userId, notificationId);
        byte[] answer = signals.request("notifier.client", body.getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(5))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        return json(answer).path("ok").asBoolean();
    }

    private static JsonNode json(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        signals.close();
        connection.close();
    }
}
