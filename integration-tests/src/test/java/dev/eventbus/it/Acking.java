package dev.eventbus.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** A client that confirms every notification it gets, no faster than a gateway lets it speak. */
public final class Acking implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration BETWEEN = Duration.ofMillis(13);

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<String> unsaid = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private final Thread speaker;

    private Acking(Api api) {
        String address = api.base().replaceFirst("^http", "ws") + "/ws/workspaces/demo";
        socket = HTTP.newWebSocketBuilder()
                .subprotocols("bearer." + api.token())
                .buildAsync(URI.create(address), new Listener())
                .join();
        speaker = Thread.ofVirtual().start(this::speak);
    }

    /** Connects to the demo workspace. */
    public static Acking open(Api api) {
        return new Acking(api);
    }

    /** The ids of the notifications it got, as often as it got them. */
    public List<String> heard() {
        return List.copyOf(heard);
    }

    private void speak() {
        try {
            while (true) {
                Map<String, String> ack = Map.of("type", "ack", "notificationId", unsaid.take());
                socket.sendText(Api.write(ack), true).join();
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        speaker.interrupt();
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                JsonNode frame = Api.parse(text.toString());
                text.setLength(0);
                if (frame.path("type").asText().equals("notification")) {
                    String id = frame.path("notificationId").asText();
                    heard.add(id);
                    unsaid.add(id);
                }
            }
            return WebSocket.Listener.super.onText(from, part, last);
        }
    }
}
