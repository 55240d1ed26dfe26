package dev.eventbus.bench.gateway;

import dev.eventbus.bench.process.RunningProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A process that serves HTTP on a port of its own. */
public final class WebProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final RunningProcess process;
    private final int port;

    private WebProcess(RunningProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Returns when the path answers less than 500. */
    public static WebProcess start(ProcessBuilder command, String path) throws IOException, InterruptedException {
        int port = freePort();
        command.environment().put("HTTP_HOST", "127.0.0.1");
        command.environment().put("HTTP_PORT", Integer.toString(port));
        Path folder = Files.createTempDirectory("bench-web");
        WebProcess started = new WebProcess(RunningProcess.start(command, folder), port);
        started.awaitReady(path);
        return started;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady(String path) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!isReady(client, path)) {
                process.requireAlive();
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("Not ready within " + PATIENCE + ": " + process.output());
                }
                Thread.sleep(LOOK);
            }
        }
    }

    private boolean isReady(HttpClient client, String path) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(url(path)).build();
            return client.send(request, BodyHandlers.discarding()).statusCode() < 500;
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public RunningProcess process() {
        return process;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.close();
    }
}
