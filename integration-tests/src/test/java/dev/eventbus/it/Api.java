package dev.eventbus.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** An HTTP client as a user of the platform has one: a base address and perhaps a token. */
public record Api(String base, String token) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    Api(String base) {
        this(base, "");
    }

    Api signIn(String email, String password) {
        Answer answer = post("/api/auth/login", Map.of("email", email, "password", password));
        return new Api(base, answer.expect(200).body().path("token").asText());
    }

    /** The id of the signed-in user. */
    public String userId() {
        return get("/api/auth/me").expect(200).body().path("id").asText();
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    /** Puts a value as JSON. */
    public Answer put(String path, Object value) {
        return send(
                request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(write(value))));
    }

    /** Posts a value as JSON. */
    public Answer post(String path, Object value) {
        return postText(path, write(value));
    }

    /** Posts text as it is, said to be JSON. */
    public Answer postText(String path, String text) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(text)));
    }

    /** Publishes into the demo workspace and gives the event's id. */
    public String publish(Object body) {
        Answer answer = post("/api/workspaces/demo/events/publish", body).expect(200);
        return answer.body().path("eventId").asText();
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + text, e);
        }
    }

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String type = answer.headers().firstValue("Content-Type").orElse("");
            int retryAfter =
                    (int) answer.headers().firstValueAsLong("Retry-After").orElse(-1);
            return new Answer(answer.statusCode(), type, retryAfter, answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
