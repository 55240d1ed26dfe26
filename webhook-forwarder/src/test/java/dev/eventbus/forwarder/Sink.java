package dev.eventbus.forwarder;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A webhook endpoint that keeps what it got: bodies with "fail" are answered 503, those with "hold" when released. */
final class Sink implements AutoCloseable {
    record Received(Instant at, String body, Headers headers) {
        String authorization() {
            return headers.getFirst("Authorization");
        }

        String userAgent() {
            return headers.getFirst("User-Agent");
        }
    }

    final List<Received> received = new CopyOnWriteArrayList<>();
    final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    private Sink(HttpServer server) {
        this.server = server;
    }

    static Sink start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Sink sink = new Sink(server);
        server.setExecutor(sink.threads);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            sink.received.add(new Received(Instant.now(), body, exchange.getRequestHeaders()));
            boolean firstThatFails = body.contains("fail, then") && sink.received.size() == 1;
            if (body.contains("hold") && !firstThatFails) {
                sink.awaitRelease();
            }
            exchange.sendResponseHeaders(body.contains("fail") ? 503 : 204, -1);
            exchange.close();
        });
        server.start();
        return sink;
    }

    private void awaitRelease() {
        try {
            if (!release.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("never released");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    List<String> bodies() {
        return received.stream().map(Received::body).toList();
    }

    @Override
    public void close() {
        release.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
