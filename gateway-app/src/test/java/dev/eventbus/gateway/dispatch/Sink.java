package dev.eventbus.gateway.dispatch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;

/** An HTTP endpoint that keeps what it got. */
final class Sink implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final IntUnaryOperator answer;
    private final List<Received> received = new CopyOnWriteArrayList<>();

    /** One request. */
    record Received(String id, String signature, String body, String path) {}

    /** @param answer gives the status of each request, by its number from 1; may block */
    Sink(IntUnaryOperator answer) throws IOException {
        this.answer = answer;
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/events";
    }

    List<Received> received() {
        return received;
    }

    private void take(HttpExchange call) throws IOException {
        String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Received request = new Received(
                call.getRequestHeaders().getFirst("webhook-id"),
                call.getRequestHeaders().getFirst("webhook-signature"),
                body,
                call.getRequestURI().getPath());
        int number;
        synchronized (this) {
            received.add(request);
            number = received.size();
        }
        byte[] said = ("request " + number).getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(answer.applyAsInt(number), said.length);
        try (var out = call.getResponseBody()) {
            out.write(said);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
