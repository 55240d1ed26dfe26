package dev.eventbus.bench.realtime;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Many clients, which note how long each event took to come. One thread. */
final class Sockets implements AutoCloseable {
    private static final int AT_A_TIME = 100;
    private static final Pattern SENT_AT = Pattern.compile("\"sentAt\":\"(\\d+)\"");

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final WebSocketClient client =
            vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(Integer.MAX_VALUE));
    private final List<WebSocket> open = new ArrayList<>();

    // On the event loop; replaced between measurements, when nothing is under way.
    private volatile Heard heard = new Heard(0);

    private static final class Heard {
        private final long[] nanos;
        private final CountDownLatch missing;
        private final Semaphore window = new Semaphore(0);
        private int count;

        Heard(int expected) {
            nanos = new long[expected];
            missing = new CountDownLatch(expected);
        }
    }

    /**
     * Opens so many, and returns when each has heard that it is subscribed to all it wants.
     *
     * @param address of the socket of a number
     * @param greeting the frames by which it subscribes
     */
    void open(int count, IntFunction<WebSocketConnectOptions> address, IntFunction<List<String>> greeting)
            throws Exception {
        Semaphore places = new Semaphore(AT_A_TIME);
        CompletableFuture<Void> failed = new CompletableFuture<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            if (!places.tryAcquire(60, TimeUnit.SECONDS) || failed.isDone()) {
                failed.getNow(null);
                throw new IllegalStateException("A server took no further socket; it has " + i);
            }
            client.connect(address.apply(number))
                    .onSuccess(socket -> begin(socket, greeting.apply(number), places))
                    .onFailure(failed::completeExceptionally);
        }
        if (!places.tryAcquire(AT_A_TIME, 60, TimeUnit.SECONDS)) {
            failed.getNow(null);
            throw new IllegalStateException("Not all sockets were greeted");
        }
    }

    private void begin(WebSocket socket, List<String> greeting, Semaphore places) {
        int[] missing = {greeting.size()};
        synchronized (open) {
            open.add(socket);
        }
        socket.textMessageHandler(text -> {
            if (text.startsWith("{\"type\":\"subscribed\"")) {
                if (--missing[0] == 0) {
                    places.release();
                }
            } else {
                note(text);
            }
        });
        greeting.forEach(socket::writeTextMessage);
        if (greeting.isEmpty()) {
            places.release();
        }
    }

    private void note(String text) {
        long now = System.nanoTime();
        Matcher sentAt = SENT_AT.matcher(text);
        Heard current = heard;
        if (sentAt.find() && current.count < current.nanos.length) {
            current.nanos[current.count++] = now - Long.parseLong(sentAt.group(1));
            current.missing.countDown();
            current.window.release();
        }
    }

    /** From now on so many are expected. */
    void expect(int count) {
        heard = new Heard(count);
    }

    /** Blocks until another one was heard of those that are expected. */
    void awaitOne() throws InterruptedException {
        if (!heard.window.tryAcquire(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Events were lost: heard " + heard.count + " of " + heard.nanos.length);
        }
    }

    /** How long each took, sorted, once all that are expected have come. */
    long[] awaitAll() throws InterruptedException {
        if (!heard.missing.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Events were lost: heard " + heard.count + " of " + heard.nanos.length);
        }
        long[] sorted = heard.nanos.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    /** Closes all, and returns when they are gone. */
    void closeAll() throws Exception {
        CountDownLatch gone = new CountDownLatch(open.size());
        open.forEach(socket -> socket.close().onComplete(done -> gone.countDown()));
        if (!gone.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Sockets stayed open");
        }
        open.clear();
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
