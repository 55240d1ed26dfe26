package dev.eventbus.example.crm;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Takes the platform's events at {@code POST /events}: 204 once it has one, 401 for a signature that does not fit. */
final class CrmService implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BODY = 2 << 20;
    private static final int REMEMBERED = 10_000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final WebhookSignature signature;
    private final Consumer<String> log;

    /** Delivery is at least once; a real service would keep the ids in its database, in the transaction of its work. */
    private final Set<String> seen = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }));

    private CrmService(HttpServer server, WebhookSignature signature, Consumer<String> log) {
        this.server = server;
        this.signature = signature;
        this.log = log;
    }

    static CrmService start(int port, WebhookSignature signature, Consumer<String> log) throws IOException {
        CrmService service = new CrmService(HttpServer.create(new InetSocketAddress(port), 0), signature, log);
        service.server.createContext("/events", service::answer);
        service.server.setExecutor(service.threads);
        service.server.start();
        return service;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            call.sendResponseHeaders(status(call), -1);
        }
    }

    private int status(HttpExchange call) throws IOException {
        if (!call.getRequestMethod().equals("POST")
                || !call.getRequestURI().getPath().equals("/events")) {
            return 404;
        }
        byte[] body = call.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            return 413;
        }
        if (!signature.fits(call.getRequestHeaders()::getFirst, body)) {
            return 401;
        }
        try {
            handle(JSON.readTree(body));
            return 204;
        } catch (JacksonException e) {
            return 400;
        }
    }

    private void handle(JsonNode event) {
        if (seen.add(event.path("eventId").asText())) {
            log.accept("Event was received. eventKey=" + event.path("eventKey") + " eventId=" + event.path("eventId"));
        }
    }

    @Override
    public void close() {
        server.stop(1);
        threads.close();
    }
}
