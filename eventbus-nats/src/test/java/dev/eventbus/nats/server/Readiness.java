package dev.eventbus.nats.server;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits until a server says of itself that it is healthy: listening, and its streams recovered. */
final class Readiness {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration BETWEEN = Duration.ofMillis(25);

    private Readiness() {}

    static void await(Process process, NatsServerSettings settings) throws IOException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!isHealthy(settings.monitorPort())) {
            if (exitsWithin(process, BETWEEN) || System.nanoTime() - end > 0) {
                throw new IOException(process.isAlive() ? "not healthy after " + DEADLINE : "it ended at once");
            }
        }
        // Another server on the same monitoring port would answer as healthy.
        if (!process.isAlive()) {
            throw new IOException("port " + settings.monitorPort() + " belongs to another server");
        }
    }

    private static boolean isHealthy(int monitorPort) {
        try {
            HttpURLConnection asked = (HttpURLConnection) URI.create("http://127.0.0.1:" + monitorPort + "/healthz")
                    .toURL()
                    .openConnection();
            asked.setConnectTimeout(1000);
            asked.setReadTimeout(1000);
            return asked.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean exitsWithin(Process process, Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
