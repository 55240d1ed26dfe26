package dev.eventbus.it.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Asks a health address until it answers 200. */
final class Health {

    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpRequest request;
    private String lastAnswer = "none yet";

    Health(String url) {
        this.request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
    }

    /** Whether it became green while {@code alive} held and before the deadline. */
    boolean becomesGreen(BooleanSupplier alive, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build()) {
            while (alive.getAsBoolean() && System.nanoTime() - end < 0) {
                if (isGreen(client)) {
                    return true;
                }
                Thread.sleep(BETWEEN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    String lastAnswer() {
        return lastAnswer;
    }

    private boolean isGreen(HttpClient client) throws InterruptedException {
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            lastAnswer = answer.statusCode() + " " + answer.body().replaceAll("\\s+", " ");
            return answer.statusCode() == 200;
        } catch (IOException e) {
            lastAnswer = "no answer (" + e.getClass().getSimpleName() + ")";
            return false;
        }
    }
}
