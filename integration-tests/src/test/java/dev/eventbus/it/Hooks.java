package dev.eventbus.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A webhook channel of the demo workspace, and a provider who posts to it. */
public final class Hooks implements AutoCloseable {

    private static final String CHANNELS = "/api/workspaces/demo/event-channels";
    private static final String SECRET = "a secret of a provider";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    private final Api owner;
    private final String id;
    private final URI url;

    /** Makes the channel; its events are about this app. */
    public Hooks(Api owner, String appId) {
        this.owner = owner;
        Map<String, Object> signature = Map.of("preset", "hmac-sha256", "secret", SECRET);
        Answer made = owner.post(
                        CHANNELS, Map.of("name", appId, "type", "webhook", "appId", appId, "signature", signature))
                .expect(201);
        this.id = made.body().path("id").asText();
        this.url = URI.create(made.body().path("ingestUrl").asText());
    }

    /** Posts a body, signed. */
    public Answer post(String body) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("X-Signature", "sha256=" + signature(body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
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

    private static String signature(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        owner.delete(CHANNELS + "/" + id);
    }
}
