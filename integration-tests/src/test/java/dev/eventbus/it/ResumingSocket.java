package dev.eventbus.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A client of the real-time protocol with one subscription, which whenever its connection is lost comes back to one of
 * the gateways, after a moment, and goes on behind what it heard last.
 */
public final class ResumingSocket implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration FIRST_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<Api> gateways;
    private final String pattern;
    private final Queue<String> ids = new ConcurrentLinkedQueue<>();
    private final List<JsonNode> gaps = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicReference<Connection> current = new AtomicReference<>();
    private final CompletableFuture<Void> subscribed = new CompletableFuture<>();
    private volatile String last = "";
    private volatile boolean closed;

    private ResumingSocket(List<Api> gateways, String pattern) {
        this.gateways = gateways;
        this.pattern = pattern;
    }

    /** Comes to the gateways in turn; returns when the first has confirmed the subscription. */
    public static ResumingSocket open(String pattern, Api... gateways) {
        ResumingSocket socket = new ResumingSocket(List.of(gateways), pattern);
        Thread.ofVirtual().start(socket::run);
        socket.subscribed.orTimeout(30, TimeUnit.SECONDS).join();
        return socket;
    }

    /** The ids of the events heard, in the order they came. */
    public List<String> ids() {
        return List.copyOf(ids);
    }

    /** The frames that said that something is gone. */
    public List<JsonNode> gaps() {
        return List.copyOf(gaps);
    }

    /** How many there have been. */
    public int connections() {
        return connections.get();
    }

    /** Loses the connection without a word to the gateway. */
    public void lose() {
        Connection connection = current.get();
        if (connection != null) {
            connection.lose();
        }
    }

    private void run() {
        long wait = FIRST_WAIT.toNanos();
        for (int i = 0; !closed; i++) {
            Connection connection = new Connection();
            current.set(connection);
            if (connection.lasts(gateways.get(i % gateways.size()))) {
                wait = FIRST_WAIT.toNanos();
            }
            LockSupport.parkNanos(wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2));
            wait = Math.min(2 * wait, LONGEST_WAIT.toNanos());
        }
    }

    @Override
    public void close() {
        closed = true;
        lose();
    }

    /** One of several, one after the other; what an earlier one still hears counts no more. */
    private final class Connection implements WebSocket.Listener {
        private final CompletableFuture<Void> lost = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();
        private volatile WebSocket socket;

        /** Returns when it is lost, and whether it ever was there. */
        boolean lasts(Api gateway) {
            String address = gateway.base().replaceFirst("^http", "ws") + "/ws/workspaces/demo";
            try {
                socket = HTTP.newWebSocketBuilder()
                        .connectTimeout(PATIENCE)
                        .subprotocols("bearer." + gateway.token())
                        .buildAsync(URI.create(address), this)
                        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .join();
                Map<String, Object> frame = new HashMap<>(Map.of("type", "subscribe", "ref", 1, "pattern", pattern));
                if (!last.isEmpty()) {
                    frame.put("since", last);
                }
                socket.sendText(Api.write(frame), true).join();
            } catch (CompletionException e) {
                return false;
            }
            connections.incrementAndGet();
            lost.join();
            return true;
        }

        void lose() {
            lost.complete(null);
            if (socket != null) {
                socket.abort();
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            text.append(part);
            if (isLast) {
                hear(Api.parse(text.toString()));
                text.setLength(0);
            }
            return WebSocket.Listener.super.onText(from, part, isLast);
        }

        private void hear(JsonNode frame) {
            if (lost.isDone()) {
                return;
            }
            switch (frame.path("type").asText()) {
                case "event" -> {
                    last = frame.path("position").asText(last);
                    ids.add(frame.path("event").path("id").asText());
                }
                case "gap" -> {
                    last = frame.path("to").asText();
                    gaps.add(frame);
                }
                case "subscribed" -> {
                    last = frame.path("position").asText();
                    subscribed.complete(null);
                }
                default -> throw new AssertionError("Unexpected frame " + frame);
            }
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            lost.complete(null);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            lost.complete(null);
        }
    }
}
