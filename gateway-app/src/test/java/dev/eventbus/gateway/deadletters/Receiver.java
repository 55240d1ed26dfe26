package dev.eventbus.gateway.deadletters;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An endpoint that notes the ids it was sent and answers with the status it was told. */
final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final List<String> ids = new CopyOnWriteArrayList<>();
    private volatile int status;

    private Receiver(HttpServer server, int status) {
        this.server = server;
        this.status = status;
    }

    static Receiver answering(int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        Receiver receiver = new Receiver(server, status);
        server.createContext("/", receiver::take);
        server.start();
        return receiver;
    }

    private void take(HttpExchange call) throws IOException {
        call.getRequestBody().readAllBytes();
        ids.add(call.getRequestHeaders().getFirst("webhook-id"));
        call.sendResponseHeaders(status, -1);
        call.close();
    }

    void answer(int newStatus) {
        status = newStatus;
    }

    /** In the order they came, each as often as it came. */
    List<String> ids() {
        return List.copyOf(ids);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
