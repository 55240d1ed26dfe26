package dev.eventbus.it.fault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A service of the outside world: numbers that grow, as a list with a validator and as a stream that can be resumed. */
final class Feed implements AutoCloseable {

    private static final Duration PACE = Duration.ofMillis(200);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread growing;
    private volatile int count;
    private volatile boolean stopped;
    private volatile boolean closed;

    private Feed(HttpServer server) {
        this.server = server;
        this.growing = Thread.ofVirtual().unstarted(this::grow);
    }

    static Feed open() {
        try {
            Feed feed = new Feed(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            feed.server.setExecutor(feed.threads);
            feed.server.createContext("/list", feed::list);
            feed.server.createContext("/stream", feed::stream);
            feed.server.start();
            feed.growing.start();
            return feed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
    }

    /** How many numbers there are, from 0 on. */
    int count() {
        return count;
    }

    /** There will be no more. */
    void stop() throws InterruptedException {
        stopped = true;
        growing.join();
    }

    private void grow() {
        while (!stopped && !closed) {
            LockSupport.parkNanos(PACE.toNanos());
            count = count + 1;
        }
    }

    private void list(HttpExchange exchange) throws IOException {
        try (exchange) {
            int now = count;
            String tag = "\"" + now + "\"";
            if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
                return;
            }
            byte[] body = IntStream.range(0, now)
                    .mapToObj(n -> "{\"n\":" + n + "}")
                    .collect(Collectors.joining(",", "[", "]"))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("ETag", tag);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void stream(HttpExchange exchange) throws IOException {
        try (exchange) {
            String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            for (int next = last == null ? 0 : Integer.parseInt(last) + 1; !closed; ) {
                if (next < count) {
                    out.write(
                            "id: %d\ndata: {\"n\":%d}\n\n".formatted(next, next).getBytes(StandardCharsets.UTF_8));
                    next++;
                } else {
                    out.write(": nothing new\n".getBytes(StandardCharsets.UTF_8)); // also finds out who has gone
                    out.flush();
                    LockSupport.parkNanos(PACE.toNanos());
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        server.stop(0);
        threads.close();
    }
}
