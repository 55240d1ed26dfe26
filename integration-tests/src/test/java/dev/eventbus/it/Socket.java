package dev.eventbus.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A WebSocket client that keeps every frame it got. */
public final class Socket implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final WebSocket socket;

    private Socket(URI address, String token) {
        this.socket = HTTP.newWebSocketBuilder()
                .subprotocols("bearer." + token)
                .buildAsync(address, new Collector())
                .join();
    }

    /** Connects to the demo workspace. */
    public static Socket open(Api api) {
        String address = api.base().replaceFirst("^http", "ws") + "/ws/workspaces/demo";
        return new Socket(URI.create(address), api.token());
    }

    public void send(Map<String, ?> frame) {
        socket.sendText(Api.write(frame), true).join();
    }

    /** Subscribes and returns when the gateway has confirmed it. */
    public Socket subscribed(int ref, String pattern) {
        send(Map.of("type", "subscribe", "ref", ref, "pattern", pattern, "filters", Map.of()));
        await(frame -> isOfType(frame, "subscribed") && frame.path("ref").asInt() == ref);
        return this;
    }

    /** The first frame that matches, now or later. */
    public JsonNode await(Predicate<JsonNode> wanted) {
        return Platform.eventually()
                .until(() -> frames.stream().filter(wanted).findFirst(), found -> found.isPresent())
                .orElseThrow();
    }

    public List<JsonNode> frames(String type) {
        return frames.stream().filter(frame -> isOfType(frame, type)).toList();
    }

    public static boolean isOfType(JsonNode frame, String type) {
        return frame.path("type").asText().equals(type);
    }

    @Override
    public void close() {
        socket.abort();
    }

    /** Text may come in parts; only whole frames are kept. */
    private final class Collector implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                frames.add(Api.parse(text.toString()));
                text.setLength(0);
            }
            return WebSocket.Listener.super.onText(from, part, last);
        }
    }
}
