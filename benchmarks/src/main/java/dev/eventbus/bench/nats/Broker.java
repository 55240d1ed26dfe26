package dev.eventbus.bench.nats;

import dev.eventbus.nats.server.NatsServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The one nats-server of a run: started by the process that goes through the rounds, used by those that measure. */
public final class Broker {
    private static final String URL = "bench.nats.url";
    private static final String MONITOR = "bench.nats.monitor";
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final Pattern TAKEN_IN = Pattern.compile("\"in_msgs\":\\s*(\\d+)");

    private static @Nullable NatsServer server;

    private Broker() {}

    /** Starts it if it does not run yet; it ends with this process. What a measuring process has to be told. */
    public static synchronized String[] jvmArguments() {
        if (server == null) {
            server = NatsServer.start();
        }
        return new String[] {
            "-Xmx1g", "-D" + URL + "=" + server.url(), "-D" + MONITOR + "=" + server.monitorPort(),
        };
    }

    static String url() {
        return System.getProperty(URL, "nats://127.0.0.1:4222");
    }

    /** Throws an {@link IllegalStateException} if it has not taken in so many within 20 seconds. */
    static void awaitTakenIn(long count) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        for (long arrived = messagesTakenIn(); arrived < count; arrived = messagesTakenIn()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The server lacks " + (count - arrived) + " messages");
            }
        }
    }

    /** How many messages the server has taken in from its clients since it was started. */
    static long messagesTakenIn() throws IOException, InterruptedException {
        URI monitor = URI.create("http://127.0.0.1:" + System.getProperty(MONITOR, "8222") + "/varz");
        try (HttpClient client = HttpClient.newHttpClient()) {
            String varz = client.send(HttpRequest.newBuilder(monitor).build(), BodyHandlers.ofString())
                    .body();
            Matcher found = TAKEN_IN.matcher(varz);
            if (!found.find()) {
                throw new IllegalStateException("The server does not say what it took in: " + varz);
            }
            return Long.parseLong(found.group(1));
        }
    }
}
