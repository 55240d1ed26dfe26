package dev.eventbus.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Destinations of webhooks, one for each path: they count what they got and answer as they are told. */
public final class Sinks implements AutoCloseable {

    private static final int OK = 204;

    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Integer>> received = new ConcurrentHashMap<>();
    private final Map<String, String> bodies = new ConcurrentHashMap<>();

    private Sinks(HttpServer server) {
        this.server = server;
    }

    /** Opens a server on a free port of this machine. */
    public static Sinks open() {
        try {
            Sinks sinks = new Sinks(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            sinks.server.setExecutor(sinks.workers);
            sinks.server.createContext("/", sinks::receive);
            sinks.server.start();
            return sinks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of a sink; what an extension gets below it ({@code /events}) is the same sink's. */
    public String url(String sink) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + sink;
    }

    /** What a sink answers from now on; all of them begin with 204. */
    public void answer(String sink, int status) {
        answers.put(sink, status);
    }

    /** The ids of the events that came to a sink, with how often each came. */
    public Map<String, Integer> times(String sink) {
        return Map.copyOf(of(sink));
    }

    /** How many different events came to a sink. */
    public int count(String sink) {
        return of(sink).size();
    }

    /** The last body that came with this event, at any sink. */
    public String body(String eventId) {
        return bodies.getOrDefault(eventId, "");
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String sink = exchange.getRequestURI().getPath().split("/")[1];
            String eventId = String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id"));
            bodies.put(eventId, body);
            of(sink).merge(eventId, 1, Integer::sum);
            exchange.sendResponseHeaders(answers.getOrDefault(sink, OK), -1);
        }
    }

    private Map<String, Integer> of(String sink) {
        return received.computeIfAbsent(sink, name -> new ConcurrentHashMap<>());
    }

    @Override
    public void close() {
        server.stop(0);
        workers.close();
    }
}
