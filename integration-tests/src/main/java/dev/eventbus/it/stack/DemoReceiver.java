package dev.eventbus.it.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A destination for webhooks that shows what it gets and fails when told to.
 *
 * <p>{@code GET /received} lists the last requests, {@code DELETE /received} forgets them, {@code POST /behave
 * {"status":500,"times":3}} lets the next three fail; every other request is received.
 */
final class DemoReceiver implements Part {

    private static final int LONGEST_BODY = 8 * 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ReceivedRequests received = new ReceivedRequests();
    private final AtomicReference<Behaviour> behaviour = new AtomicReference<>(Behaviour.GOOD);
    private final Consumer<String> console;
    private volatile boolean alive = true;

    private DemoReceiver(HttpServer server, Consumer<String> console) {
        this.server = server;
        this.console = console;
    }

    static DemoReceiver start(int port, Consumer<String> console) {
        try {
            DemoReceiver receiver = new DemoReceiver(HttpServer.create(new InetSocketAddress(port), 0), console);
            receiver.server.setExecutor(receiver.workers);
            receiver.server.createContext("/", receiver::handle);
            receiver.server.start();
            return receiver;
        } catch (IOException e) {
            throw new StackException("Could not start the demo receiver on port " + port + ": " + e.getMessage(), e);
        }
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY);
            switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
                case "GET /received" -> answer(exchange, 200, JSON.writeValueAsBytes(received.oldestFirst()));
                case "DELETE /received" -> forget(exchange);
                case "POST /behave" -> behave(exchange, body);
                default -> receive(exchange, new String(body, StandardCharsets.UTF_8));
            }
        }
    }

    private void receive(HttpExchange exchange, String body) throws IOException {
        int status = behaviour.getAndUpdate(Behaviour::next).answer();
        String path = exchange.getRequestURI().toString();
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        received.add(new ReceivedRequest(now, exchange.getRequestMethod(), path, headers(exchange), body, status));
        console.accept("%s receiver %s %s %s -> %d"
                .formatted(now, exchange.getRequestMethod(), path, Subject.of(JSON, body), status));
        answer(exchange, status, "{\"received\":true}".getBytes(StandardCharsets.UTF_8));
    }

    private void behave(HttpExchange exchange, byte[] body) throws IOException {
        try {
            behaviour.set(JSON.readValue(body, Behaviour.class));
            answer(exchange, 200, body);
        } catch (JsonProcessingException e) {
            String message = "Send {\"status\":500,\"times\":3}: " + e.getOriginalMessage();
            answer(exchange, 400, JSON.writeValueAsBytes(Map.of("error", message)));
        }
    }

    private void forget(HttpExchange exchange) throws IOException {
        received.clear();
        answer(exchange, 200, "[]".getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> headers(HttpExchange exchange) {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return headers;
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean empty = status == 204 || status == 304;
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, empty ? -1 : body.length);
        if (!empty) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public String name() {
        return "receiver";
    }

    /** It lives in the process of the launcher. */
    @Override
    public OptionalLong pid() {
        return OptionalLong.empty();
    }

    @Override
    public boolean isAlive() {
        return alive;
    }

    @Override
    public void close() {
        alive = false;
        server.stop(0);
        workers.close();
    }
}
