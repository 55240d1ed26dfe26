package dev.eventbus.bench.notifications;

import dev.eventbus.bench.gateway.Gateway;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Clients that confirm each notification, and note how old it was. One thread. */
final class Bells implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\"notificationId\":\"([^\"]+)\"");
    private static final Pattern CREATED = Pattern.compile("\"createdAt\":\"([^\"]+)\"");

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final WebSocketClient client =
            vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(Integer.MAX_VALUE));

    // Replaced between measurements, when nothing is under way.
    private volatile Heard heard = new Heard(0);

    private static final class Heard {
        private final long since = System.currentTimeMillis();
        private final long[] millis;
        private final CountDownLatch missing;
        private int count;

        Heard(int expected) {
            millis = new long[expected];
            missing = new CountDownLatch(expected);
        }
    }

    /** Connects the users {@code u0} and so on. */
    void open(Gateway gateway, int count) throws Exception {
        URI base = gateway.url("");
        for (int i = 0; i < count; i++) {
            WebSocketConnectOptions address = new WebSocketConnectOptions()
                    .setHost(base.getHost())
                    .setPort(base.getPort())
                    .setURI("/ws/workspaces/" + Gateway.WORKSPACE)
                    .addHeader("Authorization", gateway.authorizationOf("u" + i + "@example.com"));
            client.connect(address)
                    .onSuccess(socket -> socket.textMessageHandler(text -> hear(socket, text)))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private void hear(WebSocket socket, String text) {
        Matcher id = ID.matcher(text);
        Matcher created = CREATED.matcher(text);
        if (!text.startsWith("{\"type\":\"notification\"") || !id.find() || !created.find()) {
            return;
        }
        Heard current = heard;
        long createdAt = Instant.parse(created.group(1)).toEpochMilli();
        if (createdAt >= current.since && current.count < current.millis.length) { // before: missed while away
            current.millis[current.count++] = System.currentTimeMillis() - createdAt;
            current.missing.countDown();
        }
        var unused = socket.writeTextMessage("{\"type\":\"ack\",\"notificationId\":\"" + id.group(1) + "\"}");
    }

    /** From now on so many are expected. */
    void expect(int count) {
        heard = new Heard(count);
    }

    /** How many milliseconds lay between storing and hearing, sorted, once all that are expected have come. */
    long[] awaitAll() throws InterruptedException {
        if (!heard.missing.await(120, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Heard only " + heard.count + " of " + heard.millis.length);
        }
        long[] sorted = heard.millis.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
