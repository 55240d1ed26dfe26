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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A webhook endpoint that keeps what it got: bodies with "fail" are answered 503, with "answer 404" so, those with
 * "hold" when released.
 */
final class Sink implements AutoCloseable {
    record Received(Instant at, String path, String body, Headers headers) {
        String authorization() {
            return headers.getFirst("Authorization");
        }

        String userAgent() {
            return headers.getFirst("User-Agent");
        }
    }

    private static final Pattern ANSWER = Pattern.compile("answer (\\d{3})");

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
            sink.received.add(new Received(
                    Instant.now(), exchange.getRequestURI().getPath(), body, exchange.getRequestHeaders()));
            boolean firstThatFails = body.contains("fail, then") && sink.received.size() == 1;
            if (body.contains("hold") && !firstThatFails) {
                sink.awaitRelease();
            }
            exchange.sendResponseHeaders(status(body), -1);
            exchange.close();
        });
        server.start();
        return sink;
    }

    private static int status(String body) {
        Matcher asked = ANSWER.matcher(body);
        if (asked.find()) {
            return Integer.parseInt(asked.group(1));
        }
        return body.contains("fail") ? 503 : 204;
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

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String url() {
        return origin() + "/hook";
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
