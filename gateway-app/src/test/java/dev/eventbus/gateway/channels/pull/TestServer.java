package dev.eventbus.gateway.channels.pull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A small real server with one list and one stream. */
final class TestServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
    private final List<HttpExchange> open = new CopyOnWriteArrayList<>();
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private volatile int status = 200;
    private volatile String body = "[]";
    private volatile @Nullable String etag;
    private volatile String stream = "";

    private TestServer(HttpServer server) {
        this.server = server;
    }

    static TestServer open() {
        try {
            TestServer made = new TestServer(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0));
            made.server.setExecutor(made.threads);
            made.server.createContext("/list", made::answerList);
            made.server.createContext("/stream", made::answerStream);
            made.server.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    void list(String json, @Nullable String newEtag) {
        etag = newEtag;
        answer(200, json);
    }

    void answer(int newStatus, String newBody) {
        body = newBody;
        status = newStatus;
    }

    /** What the list is for a query. */
    void page(String query, String json) {
        pages.put(query, json);
    }

    /** What the next reader gets before the stream stands still. */
    void stream(String events) {
        stream = events;
    }

    /** Ends the streams that are read. */
    void cut() {
        open.forEach(HttpExchange::close);
        open.clear();
    }

    /** The headers of all requests, by lower-case names, in order. */
    List<Map<String, String>> asked() {
        return new ArrayList<>(asked);
    }

    private void answerList(HttpExchange exchange) throws IOException {
        try (exchange) {
            note(exchange);
            String query = exchange.getRequestURI().getQuery();
            if (query != null && pages.containsKey(query)) {
                send(exchange, 200, pages.get(query));
                return;
            }
            String known = exchange.getRequestHeaders().getFirst("If-None-Match");
            if (etag != null && etag.equals(known)) {
                exchange.sendResponseHeaders(304, -1);
                return;
            }
            if (etag != null) {
                exchange.getResponseHeaders().add("ETag", etag);
            }
            if (status == 302) {
                exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
            }
            send(exchange, status, body);
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void answerStream(HttpExchange exchange) throws IOException {
        note(exchange);
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(stream.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        open.add(exchange);
    }

    private void note(HttpExchange exchange) {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        asked.add(headers);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
