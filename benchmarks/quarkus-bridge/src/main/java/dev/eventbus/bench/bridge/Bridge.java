package dev.eventbus.bench.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * One POST per message: what throws is handed back, what does not is acknowledged. The connector hands over values it
 * read with Jackson, never bytes.
 */
@ApplicationScoped
class Bridge {
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI url;

    Bridge(@ConfigProperty(name = "bridge.url") URI url) {
        this.url = url;
    }

    @Incoming("messages")
    @Blocking(ordered = false, value = "posts")
    void post(JsonNode body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        int status = client.send(request, BodyHandlers.discarding()).statusCode();
        if (status / 100 != 2) {
            throw new IOException("answered " + status);
        }
    }
}
