package dev.eventbus.example.crm;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Publishes with an API key. A key that is bound to the extension makes {@code crm} the source of its events. */
final class Gateway {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI publish;
    private final String apiKey;

    Gateway(URI gateway, String workspace, String apiKey) {
        this.publish = gateway.resolve("/api/workspaces/" + workspace + "/events/publish");
        this.apiKey = apiKey;
    }

    /**
     * Returns the event's id once the platform has stored the event.
     *
     * @param idempotencyKey the same for the same fact: publishing it again after a timeout stores it once
     */
    String publish(String eventKey, String idempotencyKey, Map<String, String> payload)
            throws IOException, InterruptedException {
        byte[] body = JSON.writeValueAsBytes(Map.of("eventKey", eventKey, "schemaVersion", "1.0", "payload", payload));
        HttpRequest request = HttpRequest.newBuilder(publish)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + apiKey)
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("Could not publish " + eventKey + ": the gateway answered " + answer.statusCode()
                    + " " + JSON.readTree(answer.body()).path("detail").asText());
        }
        return JSON.readTree(answer.body()).path("eventId").asText();
    }
}
